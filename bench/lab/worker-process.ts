import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** What a worker process is asked to do. */
export interface WorkOrder {
  days: readonly string[]
  kpis: readonly string[]
}

/** What it says when it has done it. */
export interface WorkDone {
  conversations: number
  rows: number
  /** Processor time of this process alone, without its server processes. */
  cpuSeconds: number
  /** The most memory it ever had resident, since it started. */
  peakMegabytes: number
  failure?: string
}

export interface WorkerProcess {
  recompute(order: WorkOrder): Promise<WorkDone>
  stop(): Promise<void>
}

/** A worker in a process of its own: it recomputes days of one database through the engine, and nothing else. */
export async function startWorkerProcess(
  databaseUrl: string,
  profileFolder: string | null,
): Promise<WorkerProcess> {
  const child = fork(join(__dirname, 'worker-main.js'), [databaseUrl], {
    execArgv: profileFolder === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`],
  })
  await answer(child)
  return {
    async recompute(order) {
      child.send(order)
      const done = await answer(child)
      if (done.failure !== undefined) throw new Error(`A worker process failed: ${done.failure}`)
      return done
    },
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

async function answer(child: ChildProcess): Promise<WorkDone> {
  const waiting = new AbortController()
  const { signal } = waiting
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message as WorkDone),
      once(child, 'exit', { signal }).then(() => Promise.reject(new Error('A worker process died.'))),
    ])
  } finally {
    waiting.abort()
  }
}
