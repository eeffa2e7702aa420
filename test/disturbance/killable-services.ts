import { join } from 'node:path'
import type { Settings } from '../../src/config/settings'
import { dataFolderAt } from '../../src/local/data-folder'
import { type LocalPostgres, startPostgres } from '../../src/local/postgres'
import { type LocalTemporal, startTemporalServer } from '../../src/local/temporal-server'
import { migrate } from '../../src/store/migrate'
import { startWorkerProcess, type WorkerProcess } from './worker-process'

export const killable = ['temporal', 'postgres', 'worker'] as const
export type Killable = (typeof killable)[number]

/** A Postgres, a Temporal server and a worker process of a test's own, each of which can be killed and comes back where it was. */
export interface KillableServices {
  databaseUrl: string
  temporalAddress: string
  /** Starts the worker; the services are there already. */
  startWorker(settings: Settings): Promise<void>
  /** Kills one without a goodbye and starts it again; resolves when it answers. */
  kill(which: Killable): Promise<void>
  /** What the workers that ended by themselves logged; nobody should. */
  diedByThemselves(): string[]
  stop(): Promise<void>
}

/** Starts a Postgres, migrated, and a Temporal server with its histories in a file, both under `root`. */
export async function startKillableServices(root: string): Promise<KillableServices> {
  const folders = {
    postgres: dataFolderAt(join(root, 'postgres')),
    temporal: dataFolderAt(join(root, 'temporal')),
  }
  let [postgres, temporal]: [LocalPostgres, LocalTemporal] = await Promise.all([
    startPostgres(folders.postgres, () => undefined),
    startTemporalServer(folders.temporal),
  ])
  const ports = { postgres: portOf(new URL(postgres.url).host), temporal: portOf(temporal.address) }
  await migrate(postgres.url)
  let settings: Settings | undefined
  let worker: WorkerProcess | undefined
  const died: string[] = []

  const startWorker = async () => {
    if (settings === undefined) return
    worker = await startWorkerProcess(settings)
  }
  const killWorker = async () => {
    if (worker?.hasEnded()) died.push(worker.log())
    await worker?.kill()
  }
  const kill: Record<Killable, () => Promise<void>> = {
    async worker() {
      await killWorker()
      await startWorker()
    },
    async temporal() {
      process.kill(temporal.pid, 'SIGKILL')
      await temporal.stop()
      temporal = await startTemporalServer(folders.temporal, { port: ports.temporal })
    },
    async postgres() {
      // Postgres calls this an immediate shutdown: every session ends at once, and it recovers from its log.
      process.kill(postgres.pid, 'SIGQUIT')
      await postgres.stop()
      postgres = await startPostgres(folders.postgres, () => undefined, { port: ports.postgres })
    },
  }
  return {
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
    startWorker(given) {
      settings = given
      return startWorker()
    },
    kill: (which) => kill[which](),
    diedByThemselves: () => died,
    async stop() {
      await killWorker()
      await Promise.all([postgres.stop(), temporal.stop()])
    },
  }
}

function portOf(address: string): number {
  return Number(address.split(':')[1])
}
