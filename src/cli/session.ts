import type { Client } from '@temporalio/client'
import { loadSettings } from '../config/load-settings'
import type { Settings } from '../config/settings'
import { RetryableError } from '../errors'
import { type LocalServices, openLocalServices } from '../local/services'
import { isDatabaseLost } from '../store/database-error'
import { checkOrganisation } from '../store/exports/check-organisation'
import { readOrganisations, unnamedOrganisation } from '../store/exports/read-organisations'
import { checkSchema, migrate } from '../store/migrate'
import { openStore, type Store } from '../store/open-store'
import type { CommandContext } from './command'
import type { ExitCode } from './exit-codes'
import { refuseStrayParameters } from './options/given-parameters'
import type { OpenedTemporal } from './temporal-session'

/**
 * What a command works with: the settings, the store, and, where it starts workflows, a client of
 * Temporal with a worker behind it. Whatever is not configured to be elsewhere is started on the data
 * folder (or joined there) for as long as the command runs.
 */
export interface Session {
  readonly settings: Settings
  /** Whose database it is: the one organisation it holds, else the configured one, else `local`. Part of workflow ids. */
  readonly organisation: string
  readonly databaseUrl: string
  readonly store: Store
  readonly temporal: Client | null
  /** host:port of Temporal; null where it was not asked for. */
  readonly temporalAddress: string | null
  /** Settles when the worker of this process ends; null where this process has none. */
  readonly worker: Promise<void> | null
  /** Where runs can be watched in a browser; null where we do not serve it ourselves. */
  readonly temporalUiUrl: string | null
  close(): Promise<void>
}

/** A session that has Temporal, as every command that starts workflows needs. */
export interface WorkflowSession extends Session {
  readonly temporal: Client
}

export interface SessionNeeds {
  /** A client of Temporal, and a worker: an own one when nobody else serves the local queue. */
  temporal?: boolean
  /** Refuses a database of another organisation than the configured one, as whatever starts workflows does. */
  writes?: boolean
  /** Also serve Temporal's web page. */
  ui?: boolean
  /** Settings that win over file and environment; the demo points them at its simulator. */
  overrides?: Partial<Settings>
}

/** Opens a session on the store to read from it, works with it and closes it again, whatever happens. */
export async function withStore(
  context: CommandContext,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  return inSession(await openSession(context), work)
}

/** As `withStore`, where something is written, or would be. */
export async function withStoreToWrite(
  context: CommandContext,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  return inSession(await openSession(context, { writes: true }), work)
}

/** As `withStoreToWrite`, with Temporal. */
export async function withWorkflows(
  context: CommandContext,
  work: (session: WorkflowSession) => Promise<ExitCode>,
): Promise<ExitCode> {
  return inSession((await openSession(context, { temporal: true })) as WorkflowSession, work)
}

/** Works in a session and closes it. When both fail, the work's own error is the one that is told. */
export async function inSession<S extends Session>(
  session: S,
  work: (session: S) => Promise<ExitCode>,
): Promise<ExitCode> {
  let outcome: ExitCode
  try {
    outcome = await work(session)
  } catch (error) {
    await session.close().catch(() => {})
    throw isDatabaseLost(error) ? databaseLost(error) : error
  }
  await session.close()
  return outcome
}

/** Nobody knows whether the last commit was done when its answer did not come, so it is not said that nothing was. */
function databaseLost(cause: unknown): RetryableError {
  return new RetryableError('The database was lost while the command was under way.', {
    code: 'store.unreachable',
    advice:
      'Check that Postgres runs, see what stands by now (`retally status`, `retally publications`), and give the command again.',
    cause,
  })
}

/** Opens what is needed, or closes again what was opened and throws. */
export async function openSession(context: CommandContext, needs: SessionNeeds = {}): Promise<Session> {
  const closers: (() => Promise<void>)[] = []
  const settings: Settings = { ...loadSettings(context.environment, context.folder.root), ...needs.overrides }
  refuseStrayParameters(settings)
  const close = () => closeAll(closers.splice(0).reverse())
  try {
    const local = await openWhatIsLocal(context, settings, needs)
    if (local) closers.push(() => local.close({ immediately: context.interrupted.aborted }))
    const databaseUrl = settings.databaseUrl ?? (local?.databaseUrl as string)
    // A local database is ours to bring up to date; one elsewhere is migrated on purpose.
    if (settings.databaseUrl === undefined) await migrate(databaseUrl)
    const store = await openStore(databaseUrl)
    closers.push(() => store.close())
    await checkSchema(store.pool)
    const organisation = await organisationOf(context, store, settings, needs)

    let temporal: OpenedTemporal | null = null
    if (needs.temporal) {
      // Loaded here: the worker's native library takes longer to load than most commands take to run.
      const { openTemporal } = require('./temporal-session') as typeof import('./temporal-session')
      temporal = await openTemporal(context, { settings, databaseUrl, localAddress: local?.temporalAddress })
      closers.push(temporal.close)
    }
    return {
      settings,
      organisation,
      databaseUrl,
      store,
      temporal: temporal?.client ?? null,
      temporalAddress: temporal?.address ?? null,
      worker: temporal?.worker ?? null,
      temporalUiUrl: local?.temporalUiUrl ?? null,
      close,
    }
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
}

/**
 * Whose database it is. Whoever only reads is shown what is there and told whose it is; an older database may hold
 * several, of which the configured one is meant.
 *
 * @throws UsageError `store.other-organisation` for whoever writes
 */
async function organisationOf(
  { screen }: CommandContext,
  { pool }: Store,
  { platform }: Settings,
  { writes, temporal }: SessionNeeds,
): Promise<string> {
  const configured = platform?.organisation
  if (configured !== undefined && (writes || temporal)) await checkOrganisation(pool, configured)
  const held = await readOrganisations(pool)
  const organisation = (held.length === 1 ? held[0] : configured) ?? unnamedOrganisation
  if (configured !== undefined && configured !== organisation)
    screen.say(`This is the database of the organisation ${organisation}; configured is ${configured}.`)
  return organisation
}

/** Closes each one, also when one before it could not be closed, and throws the first failure afterwards. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const closeOne of closers) {
    await closeOne().catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

async function openWhatIsLocal(
  context: CommandContext,
  settings: Settings,
  needs: SessionNeeds,
): Promise<LocalServices | null> {
  const postgres = settings.databaseUrl === undefined
  const temporal = needs.temporal === true && settings.temporal.address === undefined
  if (!postgres && !temporal) return null
  return openLocalServices(context.folder, {
    postgres,
    temporal: temporal ? { ui: needs.ui === true } : false,
    log: (line) => context.screen.say(context.screen.colors.dim(line)),
  })
}
