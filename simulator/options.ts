import { day, type Millis, parseInstant } from './clock'
import { type FaultOrder, readFaultOrder } from './faults/order'
import { refuseUnknown } from './known-names'

/** How a simulated organisation is started. Everything has a default; the same options give the same bytes. */
export interface SimulatorOptions {
  /** The world's seed. Default `retally`. */
  seed?: string
  /** What the virtual clock shows at the start: an instant. Default `2026-11-05T06:00:00Z`. */
  now?: string
  /** Lets the clock advance with real time from `now`; otherwise it stands until moved. */
  running?: boolean
  /** First and last UTC day (`yyyy-mm-dd`, both included) on which conversations start. */
  from?: string
  to?: string
  /** Conversations on an average day; days follow the week. Default 2000. */
  conversationsPerDay?: number
  agentsPerSite?: number
  /** The share of shifts, from 0 to 1, for which the agent stays away: off with pay, in training, or just not there. Default 0. */
  absences?: number
  /** Whether user details tell of users whose status neither began nor ended in the interval. Default true. */
  tellsUnchangedUsers?: boolean
  /** How far data availability lies behind the clock. Default two hours. */
  availabilityLagSeconds?: number
  /** Requests a token may make in a minute of real time; 0 turns the limit off. Default 300. */
  rateLimit?: number
  tokenLifetimeSeconds?: number
  clientId?: string
  clientSecret?: string
  /** Status requests a details job answers with QUEUED, and then with PENDING. Default one of each. */
  queuedPolls?: number
  pendingPolls?: number
  /** Virtual time after which a job's results are gone. Default a day. */
  jobLifetimeSeconds?: number
  /** Virtual days in which a survey can be answered; late answers come up to a day before they end. Default 7. */
  surveyLifetimeDays?: number
  /** Whether the undocumented endpoint of older write-ups, `…/datadefinitions/customreports`, answers. Default true. */
  legacyCustomReports?: boolean
  faults?: readonly FaultOrder[]
  /** Interface and port to listen on. Default 127.0.0.1 and a free port. */
  host?: string
  port?: number
}

/** Options with nothing left open. */
export interface Settings {
  seed: string
  now: Millis
  running: boolean
  firstDay: number
  lastDay: number
  conversationsPerDay: number
  agentsPerSite: number
  absences: number
  tellsUnchangedUsers: boolean
  availabilityLagMs: Millis
  rateLimit: number
  tokenLifetimeSeconds: number
  clientId: string
  clientSecret: string
  queuedPolls: number
  pendingPolls: number
  jobLifetimeMs: Millis
  surveyLifetimeMs: Millis
  legacyCustomReports: boolean
  faults: readonly FaultOrder[]
  host: string
  port: number
}

/** Fills in the defaults and checks what was given; throws a sentence about what is wrong. */
export function settle(options: SimulatorOptions = {}): Settings {
  refuseUnknown('option', Object.keys(options), optionNames)
  const firstDay = utcDayNumber(options.from ?? '2026-10-20')
  const lastDay = utcDayNumber(options.to ?? '2026-11-04')
  if (lastDay < firstDay)
    throw new RangeError(`The period ends (${options.to}) before it starts (${options.from})`)
  return {
    seed: options.seed ?? 'retally',
    now: parseInstant(options.now ?? '2026-11-05T06:00:00Z'),
    running: options.running ?? false,
    firstDay,
    lastDay,
    conversationsPerDay: count('conversationsPerDay', options.conversationsPerDay ?? 2_000),
    agentsPerSite: Math.max(4, count('agentsPerSite', options.agentsPerSite ?? 20)),
    absences: share('absences', options.absences ?? 0),
    tellsUnchangedUsers: options.tellsUnchangedUsers ?? true,
    availabilityLagMs: count('availabilityLagSeconds', options.availabilityLagSeconds ?? 7_200) * 1_000,
    rateLimit: count('rateLimit', options.rateLimit ?? 300),
    tokenLifetimeSeconds: count('tokenLifetimeSeconds', options.tokenLifetimeSeconds ?? 86_400),
    clientId: options.clientId ?? 'simulated-client',
    clientSecret: options.clientSecret ?? 'simulated-secret',
    queuedPolls: count('queuedPolls', options.queuedPolls ?? 1),
    pendingPolls: count('pendingPolls', options.pendingPolls ?? 1),
    jobLifetimeMs: count('jobLifetimeSeconds', options.jobLifetimeSeconds ?? 86_400) * 1_000,
    surveyLifetimeMs: Math.max(2, count('surveyLifetimeDays', options.surveyLifetimeDays ?? 7)) * day,
    legacyCustomReports: options.legacyCustomReports ?? true,
    faults: (options.faults ?? []).map(readFaultOrder),
    host: options.host ?? '127.0.0.1',
    port: count('port', options.port ?? 0),
  }
}

const optionNames: readonly (keyof SimulatorOptions)[] = [
  'seed',
  'now',
  'running',
  'from',
  'to',
  'conversationsPerDay',
  'agentsPerSite',
  'absences',
  'tellsUnchangedUsers',
  'availabilityLagSeconds',
  'rateLimit',
  'tokenLifetimeSeconds',
  'clientId',
  'clientSecret',
  'queuedPolls',
  'pendingPolls',
  'jobLifetimeSeconds',
  'surveyLifetimeDays',
  'legacyCustomReports',
  'faults',
  'host',
  'port',
]

function utcDayNumber(date: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(date))
    throw new RangeError(`"${date}" is not a date; write one such as 2026-10-20`)
  return parseInstant(`${date}T00:00:00Z`) / 86_400_000
}

function count(name: string, value: number): number {
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError(`${name} must be a number of at least 0, not ${value}`)
  return value
}

function share(name: string, value: number): number {
  if (count(name, value) > 1) throw new RangeError(`${name} must be a share from 0 to 1, not ${value}`)
  return value
}
