import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import type { Settings } from '../../src/config/settings'
import { compiled } from '../setup/compiled'

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** What it has logged so far. */
  log(): string
  /** True once the process has ended, for whatever reason. */
  hasEnded(): boolean
  /** SIGKILL: no goodbye, nothing handed back. Resolves when it is gone. */
  kill(): Promise<void>
}

const started: ChildProcess[] = []

/** Ends whatever worker processes a failed test left behind. */
export function endWorkerProcesses(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL')
}

/** Starts a worker process and waits until it takes work. */
export async function startWorkerProcess(settings: Settings): Promise<WorkerProcess> {
  const sources = dirname(dirname(compiled('src/worker/workers.ts')))
  const program = join(__dirname, 'programs', 'worker.cjs')
  const child: ChildProcess = spawn(process.execPath, [program, sources, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  let log = ''
  child.stderr?.on('data', (chunk) => {
    log += chunk
  })
  let hasEnded = false
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      hasEnded = true
      resolve()
    }),
  )
  const ready = new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()))
  const early = ended.then(() => {
    throw new Error(`The worker process ended before it was ready:\n${log}`)
  })
  early.catch(() => undefined)
  await Promise.race([ready, early])
  return {
    log: () => log,
    hasEnded: () => hasEnded,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
