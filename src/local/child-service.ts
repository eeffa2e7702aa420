import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { TerminalError } from '../errors'
import { type Guarding, guard } from './guardian'

/** A server that runs as our child, guarded, with its talk in a log file. */
export type ChildService = {
  pid: number
  /** True once the process has ended, for whatever reason. */
  hasEnded(): boolean
  /** The last lines it wrote, for an error message. */
  lastWords(): string
  /** Ends it: gently, and firmly after 15 s. Resolves when it is gone; calling twice is harmless. */
  stop(): Promise<void>
}

const FIRM_AFTER_MS = 15_000

function openLog(path: string): number {
  if (existsSync(path)) renameSync(path, `${path}.previous`)
  return openSync(path, 'a', 0o600)
}

/** Starts a server in its own process group, so that Ctrl-C reaches us first and we stop it in order. */
export async function startChild(
  program: string,
  args: string[],
  logFile: string,
  guarding: Guarding,
  options: SpawnOptions = {},
): Promise<ChildService> {
  const log = openLog(logFile)
  let child: ChildProcess
  try {
    child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', log, log] })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error) =>
        reject(
          new TerminalError(`Starting ${program} failed: ${error.message}.`, {
            code: 'local.cannot-start',
            advice: 'Run `npm run setup`, which checks the programs Retally starts.',
            cause: error,
          }),
        ),
      )
    })
  } finally {
    closeSync(log)
  }
  const pid = child.pid as number
  const guardian = guard(pid, guarding)
  let ended = false
  const end = new Promise<void>((resolve) => {
    child.once('exit', () => {
      ended = true
      guardian.dismiss()
      resolve()
    })
  })
  // The service must not keep a finished program alive; the guardian ends it in that case.
  child.unref()
  return {
    pid,
    hasEnded: () => ended,
    lastWords: () => readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n'),
    async stop() {
      if (ended) return
      child.ref()
      child.kill(`SIG${guarding.gentle}`)
      const gaveUp = new AbortController()
      const firm = sleep(FIRM_AFTER_MS, undefined, { signal: gaveUp.signal }).then(
        () => child.kill(`SIG${guarding.firm}`),
        () => undefined,
      )
      await end
      gaveUp.abort()
      await firm
    },
  }
}
