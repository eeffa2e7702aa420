import { join } from 'node:path'
import { Client, Connection, type Workflow, type WorkflowStartOptions } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import type { DestinationStream } from 'pino'
import type { SimulatorOptions } from '../../simulator/options'
import { type RunningSimulator, startSimulator } from '../../simulator/server'
import { type Settings, settingsSchema } from '../../src/config/settings'
import { openStore, type Store } from '../../src/store/open-store'
import { createLog } from '../../src/telemetry/log'
import { compose } from '../../src/worker/compose'
import { installRuntime } from '../../src/worker/runtime'
import { startWorkers } from '../../src/worker/workers'
import { compiled } from '../setup/compiled'
import { freshDatabase, type TestDatabase } from '../setup/database'
import { freshTaskQueue, temporalAddress } from '../setup/temporal'

/** A whole Retally for a test: a simulated organisation, a database, a worker, and a client to ask it for work. */
export interface TestOrganisation {
  name: string
  simulator: RunningSimulator
  database: TestDatabase
  settings: Settings
  store: Store
  client: Client
  taskQueue: string
  /** Ids of workflows share one namespace: every test organisation has its own prefix. */
  workflowId(name: string): string
  /** Starts a workflow under an id of this organisation and waits for its answer. */
  run<W extends Workflow>(
    workflow: string,
    name: string,
    input: Parameters<W>[0],
  ): Promise<Awaited<ReturnType<W>>>
  /** Lets its workers end what they have at hand, and leaves none; nothing when there is none. */
  stopWorkers(): Promise<void>
  /** Starts workers, where there are none. */
  startWorkers(): Promise<void>
  close(): Promise<void>
}

/** What a test brings along instead of the usual. */
export interface Surroundings {
  /** A database of the test's own; it is left to the test to drop it. */
  database?: TestDatabase
  /** host:port of a Temporal server of the test's own. */
  temporal?: string
  /** Name of the organisation, where it must be the same in several databases. */
  name?: string
  /** True: the test starts workers itself, such as processes it wants to kill. */
  withoutWorkers?: boolean
  /** 0: every workflow task replays its workflow from the start. */
  maxCachedWorkflows?: number
  /** Where the worker's log goes; nowhere unless told. */
  log?: DestinationStream
}

const nowhere = { write: () => undefined }

/** Starts all of it; a small contact centre over three days unless told otherwise. */
export async function openTestOrganisation(
  simulated: SimulatorOptions = {},
  settingsOf: (platform: object) => object = (platform) => ({ platform }),
  surroundings: Surroundings = {},
): Promise<TestOrganisation> {
  const simulator = await startSimulator({
    from: '2026-10-23',
    to: '2026-10-25',
    now: '2026-10-29T06:00:00Z',
    conversationsPerDay: 120,
    agentsPerSite: 6,
    // A job is ready when first looked at: who waits for one says so.
    queuedPolls: 0,
    pendingPolls: 0,
    rateLimit: 0,
    ...simulated,
  })
  const database = surroundings.database ?? (await freshDatabase())
  const temporal = surroundings.temporal ?? temporalAddress()
  const taskQueue = freshTaskQueue('test')
  const name = surroundings.name ?? taskQueue
  const settings = settingsSchema.parse({
    databaseUrl: database.url,
    temporal: { address: temporal, taskQueue },
    log: { level: 'info' },
    ...settingsOf({
      organisation: name,
      gateway: { protocol: 'http', host: simulator.host, port: simulator.port },
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      limitPerMinute: 61_000,
      requestsPerMinute: 60_000,
      burst: 1000,
      pageSize: 50,
    }),
  })
  let stopWorkers = surroundings.withoutWorkers ? null : await startWorkersHere(settings, surroundings)
  const store = await openStore(database.url)
  const connection = await Connection.connect({ address: temporal })
  const client = new Client({ connection, namespace: 'default' })
  const workflowId = (of: string) => `${taskQueue}/${of}`
  return {
    name,
    simulator,
    database,
    settings,
    store,
    client,
    taskQueue,
    workflowId,
    run<W extends Workflow>(workflow: string, of: string, input: Parameters<W>[0]) {
      // The client's types cannot see that every workflow of ours takes one input.
      const options = { taskQueue, workflowId: workflowId(of), args: [input] } as unknown
      return client.workflow.execute<W>(workflow, options as WorkflowStartOptions<W>) as Promise<
        Awaited<ReturnType<W>>
      >
    },
    async stopWorkers() {
      await stopWorkers?.()
      stopWorkers = null
    },
    async startWorkers() {
      stopWorkers ??= await startWorkersHere(settings, surroundings)
    },
    async close() {
      await stopWorkers?.()
      await connection.close()
      await store.close()
      if (surroundings.database === undefined) await database.drop()
      await simulator.close()
    },
  }
}

/** Workers in this process, with the activities' sources and the workflow bundle that is shipped. */
async function startWorkersHere(
  settings: Settings,
  { log: destination = nowhere, maxCachedWorkflows = 100 }: Surroundings,
): Promise<() => Promise<void>> {
  const log = createLog({ level: settings.log.level, destination })
  installRuntime(log)
  const dependencies = await compose({
    settings,
    databaseUrl: settings.databaseUrl ?? '',
    log,
    codeVersion: 'test',
  })
  const connection = await NativeConnection.connect({ address: settings.temporal.address ?? '' })
  const workers = await startWorkers({
    connection,
    namespace: 'default',
    taskQueue: settings.temporal.taskQueue,
    dependencies,
    workflows: { workflowBundle: { codePath: workflowBundle() }, maxCachedWorkflows },
  })
  return async () => {
    await workers.stop()
    await connection.close()
    await dependencies.close()
  }
}

/** The bundle of the workflows as it is shipped, brought up to date first. */
export function workflowBundle(): string {
  return join(compiled('src/workflows/index.ts'), '..', '..', '..', 'workflow-bundle.js')
}
