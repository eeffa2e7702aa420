import { type DataFolder, makeDataFolder } from './data-folder'
import { castDiskFull } from './disk-full'
import { type LocalPostgres, startPostgres } from './postgres'
import { endProcess } from './process-end'
import { type Shared, shareService } from './shared-service'
import { type LocalTemporal, startTemporalServer, type TemporalOptions } from './temporal-server'

/** The services of a laptop: a Postgres and a Temporal server of our own, as far as they were asked for. */
export type LocalServices = {
  /** Set when Postgres was asked for. */
  databaseUrl?: string
  /** host:port; set when Temporal was asked for. */
  temporalAddress?: string
  /** Where runs can be watched in a browser; set when the server was started with its web page. */
  temporalUiUrl?: string
  /**
   * Stops what this process started and leaves what it joined. An owner waits for those who joined, unless
   * `immediately` is set, as on Ctrl-C. Calling twice is harmless.
   */
  close(options?: { immediately?: boolean }): Promise<void>
}

export type LocalServicesRequest = {
  postgres?: boolean
  /** True, or the options to start it with; options do not change a server that already runs. */
  temporal?: boolean | TemporalOptions
  /** Gets one sentence whenever something happens that a person should know. */
  log: (line: string) => void
}

type Log = LocalServicesRequest['log']

function sharePostgres(folder: DataFolder, log: Log): Promise<Shared<Omit<LocalPostgres, 'stop'>>> {
  return shareService(folder, 'postgres', {
    start: () => startPostgres(folder, log),
    end: (server) => endProcess(server, 'SIGINT', 'SIGQUIT'),
  })
}

function shareTemporal(
  folder: DataFolder,
  options: TemporalOptions,
): Promise<Shared<Omit<LocalTemporal, 'stop'>>> {
  return shareService(folder, 'temporal', {
    start: () => startTemporalServer(folder, options),
    end: (server) => endProcess(server, 'SIGTERM', 'SIGKILL'),
  })
}

/** Two services close side by side and have the same to say: each kind of sentence is said once. */
function once(log: Log): (kind: string, sentence: string) => void {
  const said = new Set<string>()
  return (kind, sentence) => {
    if (!said.has(kind)) log(sentence)
    said.add(kind)
  }
}

/**
 * Opens the services on a data folder: joins those that already run there, starts the others.
 * Whatever way this process ends, what it started ends with it.
 */
export async function openLocalServices(
  folder: DataFolder,
  { postgres = false, temporal = false, log }: LocalServicesRequest,
): Promise<LocalServices> {
  makeDataFolder(folder)
  const temporalOptions = typeof temporal === 'object' ? temporal : {}
  const [database, server] = await Promise.allSettled([
    postgres ? sharePostgres(folder, log) : undefined,
    temporal ? shareTemporal(folder, temporalOptions) : undefined,
  ])
  const shared = [database, server].flatMap((one) =>
    one.status === 'fulfilled' && one.value ? [one.value] : [],
  )
  const close: LocalServices['close'] = async ({ immediately = false } = {}) => {
    const logOnce = once(log)
    const onWait = (pids: number[]) =>
      logOnce('waiting', `Waiting for process ${pids.join(', ')}, which still uses the local services.`)
    const onDiskFull = () =>
      logOnce(
        'disk-full',
        `The disk of ${folder.root} is full; the local services are stopped all the same, and what was committed stays. Free some space before the next command.`,
      )
    await Promise.all(shared.map((one) => one.close({ immediately, onWait, onDiskFull })))
  }
  if (database.status === 'rejected' || server.status === 'rejected') {
    await close({ immediately: true })
    const reason: unknown =
      database.status === 'rejected' ? database.reason : (server as PromiseRejectedResult).reason
    throw castDiskFull(reason, folder.root, 'the local services were not started, and nothing was written')
  }
  const joined = shared.find((one) => one.joined !== undefined)?.joined
  if (joined !== undefined) log(`Using the local services that process ${joined} runs on ${folder.root}.`)
  return {
    databaseUrl: database.value?.value.url,
    temporalAddress: server.value?.value.address,
    temporalUiUrl: server.value?.value.uiUrl,
    close,
  }
}
