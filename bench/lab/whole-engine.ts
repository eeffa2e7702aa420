import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { NativeConnection } from '@temporalio/worker'
import { type RunningSimulator, startSimulator } from '../../simulator/server'
import { type Settings, settingsSchema } from '../../src/config/settings'
import { dataFolderAt } from '../../src/local/data-folder'
import { startTemporalServer } from '../../src/local/temporal-server'
import type { Store } from '../../src/store/open-store'
import { createLog } from '../../src/telemetry/log'
import { compose } from '../../src/worker/compose'
import { installRuntime } from '../../src/worker/runtime'
import { startWorkers } from '../../src/worker/workers'
import type { BenchServer } from './bench-database'

/** All of Retally at work: a simulated organisation, a Temporal server, a worker in this process, and a client. */
export interface WholeEngine {
  organisation: string
  simulator: RunningSimulator
  store: Store
  client: Client
  taskQueue: string
  close(): Promise<void>
}

/** Its requests keep to `requestsPerMinute`, one at a time. */
export async function openWholeEngine(
  server: BenchServer,
  simulated: Parameters<typeof startSimulator>[0],
  of: { requestsPerMinute: number; pageSize: number; nightly: Partial<Settings['nightly']> },
): Promise<WholeEngine> {
  const simulator = await startSimulator({ ...simulated, rateLimit: 0 })
  const temporal = await startTemporalServer(dataFolderAt(join(server.folder, 'temporal')), {
    inMemory: true,
  })
  const databaseUrl = await server.createDatabase('bench_night')
  const taskQueue = 'bench'
  const organisation = 'bench'
  const settings = settingsSchema.parse({
    platform: {
      organisation,
      gateway: { protocol: 'http', host: simulator.host, port: simulator.port },
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      limitPerMinute: of.requestsPerMinute + 1,
      requestsPerMinute: of.requestsPerMinute,
      burst: 1,
      pageSize: of.pageSize,
    },
    nightly: of.nightly,
  })
  const log = createLog({ level: 'error' })
  installRuntime(log)
  const dependencies = await compose({ settings, databaseUrl, log, codeVersion: 'bench' })
  const native = await NativeConnection.connect({ address: temporal.address })
  const workers = await startWorkers({ connection: native, namespace: 'default', taskQueue, dependencies })
  const connection = await Connection.connect({ address: temporal.address })
  return {
    organisation,
    simulator,
    store: dependencies.store,
    client: new Client({ connection }),
    taskQueue,
    async close() {
      await workers.stop()
      await Promise.all([native.close(), connection.close(), dependencies.close(), simulator.close()])
      await temporal.stop()
    },
  }
}
