import { AfterwardsLedger } from './account/afterwards-ledger'
import { Ledger } from './account/ledger'
import { AgentTime } from './agents/agent-time'
import { Handling } from './agents/handling'
import { type Millis, VirtualClock } from './clock'
import { Book, type Reference } from './conversations/book'
import { CustomReports } from './custom-reports'
import { Jobs } from './details/jobs'
import { ExternalMetrics } from './external-metrics'
import { Faults } from './faults/faults'
import type { Settings } from './options'
import { Chance } from './random'
import { RequestLog } from './request-log'
import { Tokens } from './tokens'
import type { Agent } from './world/agent'
import { Staffing } from './world/staffing'
import { buildWorld, type World } from './world/world'

/** A simulated organisation at work: what the endpoints read and change. */
export interface Simulation {
  settings: Settings
  clock: VirtualClock
  world: World
  book: Book
  ledger: Ledger
  afterwards: AfterwardsLedger
  jobs: Jobs<Reference>
  agentTime: AgentTime
  userJobs: Jobs<Agent>
  tokens: Tokens
  faults: Faults
  requests: RequestLog
  externalMetrics: ExternalMetrics
  customReports: CustomReports
  /** The instant before which the details jobs' data are complete. */
  dataAvailabilityDate(): Millis
  /** A new id to quote to support. */
  nextContextId(): string
}

export function createSimulation(settings: Settings): Simulation {
  const world = buildWorld(settings.seed, settings.agentsPerSite)
  const book = new Book(world, settings)
  const clock = new VirtualClock(settings.now, { running: settings.running })
  const faults = new Faults(settings.seed, settings.faults)
  let answers = 0
  return {
    settings,
    clock,
    world,
    book,
    ledger: new Ledger(book),
    afterwards: new AfterwardsLedger(book),
    jobs: new Jobs('job', settings, clock),
    agentTime: new AgentTime(world, new Staffing(world), new Handling(book), settings.absences),
    userJobs: new Jobs('user-job', settings, clock),
    tokens: new Tokens(settings.seed, settings.tokenLifetimeSeconds, settings.rateLimit),
    faults,
    requests: new RequestLog(),
    externalMetrics: new ExternalMetrics(world),
    customReports: new CustomReports(),
    dataAvailabilityDate: () => clock.now() - settings.availabilityLagMs,
    nextContextId: () => new Chance(settings.seed, 'context', answers++).uuid(),
  }
}
