import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import type { Settings } from '../config/settings'
import { createLog, type Log } from '../telemetry/log'
import { compose } from '../worker/compose'
import { connectClient, connectWorker, remoteTarget, type TemporalTarget } from '../worker/connect-temporal'
import { installRuntime } from '../worker/runtime'
import { type RunningWorkers, startWorkers } from '../worker/workers'
import type { CommandContext } from './command'
import { isServed } from './served-queue'
import { version } from './version'

export interface WorkerPlace {
  settings: Settings
  databaseUrl: string
  target: TemporalTarget
}

export interface OpenedTemporal {
  client: Client
  address: string
  /** Settles when the worker of this process ends; null where somebody else serves the queue. */
  worker: Promise<void> | null
  close(): Promise<void>
}

/** A client of Temporal; on the local server also a worker in this process, when nobody else serves the queue. */
export async function openTemporal(
  context: CommandContext,
  place: { settings: Settings; databaseUrl: string; localAddress: string | undefined },
): Promise<OpenedTemporal> {
  const { settings, databaseUrl, localAddress } = place
  const remote = remoteTarget(settings)
  const target = remote ?? { address: localAddress as string, namespace: settings.temporal.namespace }
  const connection = await connectClient(target)
  const client = new Client({ connection, namespace: target.namespace })
  const withoutWorker = { client, address: target.address, worker: null, close: () => connection.close() }
  try {
    const served = await isServed(client, settings.temporal.taskQueue, remote === null)
    if (served) return withoutWorker
    if (remote !== null) {
      context.screen.say(
        `No worker polls the queue ${settings.temporal.taskQueue} at ${target.address}: start one with \`retally worker\`; until then this waits.`,
      )
      return withoutWorker
    }
    const worker = await startOwnWorker({ settings, databaseUrl, target }, createWorkerLog(context, settings))
    return {
      client,
      address: target.address,
      worker: worker.finished,
      async close() {
        if (context.interrupted.aborted) {
          context.screen.say(
            'Finishing what is under way; Ctrl-C again leaves at once and loses nothing that was stored.',
          )
        }
        await worker.stop()
        await connection.close()
      },
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** A worker in this process, with everything it needs; stopping it closes that too. */
export async function startOwnWorker(place: WorkerPlace, log: Log): Promise<RunningWorkers> {
  const { settings, databaseUrl, target } = place
  installRuntime(log)
  const dependencies = await compose({ settings, databaseUrl, log, codeVersion: version })
  try {
    const connection = await connectWorker(target)
    const workers = await startWorkers({
      connection,
      namespace: target.namespace,
      taskQueue: settings.temporal.taskQueue,
      dependencies,
    })
    return {
      finished: workers.finished,
      async stop() {
        await workers.stop()
        await connection.close()
        await dependencies.close()
      },
    }
  } catch (error) {
    await dependencies.close()
    throw error
  }
}

/** A worker inside a command must not talk over the command: its log goes to the data folder. */
function createWorkerLog(context: CommandContext, settings: Settings): Log {
  mkdirSync(context.folder.logs, { recursive: true })
  const path = join(context.folder.logs, 'worker.log')
  const destination = createWriteStream(path, { flags: 'a' })
  // A log that cannot be written, on a full disk for instance, is no reason to end the work. Said once: it closes itself.
  destination.once('error', ({ message }) =>
    context.screen.say(`${path} cannot be written any more (${message}); the work goes on without it.`),
  )
  return createLog({ level: settings.log.level, destination })
}
