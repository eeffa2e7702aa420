/**
 * Conversations told in a line, for the worked examples of definitions. All times are seconds; every contact begins on a
 * Tuesday at 10:00 in New York, where the agent `ana` and the queue `sales` are; an answer of the queue is in time within a minute.
 */
import type {
  AgentLeg,
  ConversationFacts,
  FlowStay,
  QueueVisit,
  QueueVisitOutcome,
  Survey,
  TransferTarget,
} from '../facts/fact'
import { type Measure, measureCodes } from '../facts/measure'
import { parseInstant } from '../time/instant'
import { emptyReferenceTables, type ReferenceTables } from './reference-tables'

const start = parseInstant('2026-10-20T14:00:00.000Z')
const zone = 'America/New_York'
const always = { validFrom: null, validTo: null }

export const toldReferenceTables: ReferenceTables = {
  ...emptyReferenceTables,
  agentZones: [{ agentId: 'ana', zone, site: null, ...always }],
  queueZones: [{ queueId: 'sales', zone, ...always }],
  queueTargets: [{ queueId: 'sales', mediaType: null, targetMs: 60_000, ...always }],
  rates: [{ site: null, currency: 'EUR', minorPerHour: 2400, ...always }],
}

/** A stay in the queue: how it ended, after how long, and what the platform marked it with. */
export interface VisitTold {
  answeredAfter?: number
  abandonedAfter?: number
  flowedOutAfter?: number
  /** Where it flowed out to, the platform's word. */
  flowOutType?: string
  overTarget?: true
  short?: true
  /** Voice unless told. */
  mediaType?: string
}

/** An agent's part: talk, hold and after-call work in this order, and what the agent did besides. */
export interface LegTold {
  alert?: number
  talk?: number
  hold?: number
  afterCallWork?: number
  transfers?: readonly ('blind' | 'consult')[]
  /** Where the last transfer went. */
  transferredTo?: TransferTarget
  wrapUpCode?: string
  /** The leg returns a call: seconds from the request to the dialling and, where the customer was reached, to the answer. */
  callback?: { dialledAfter: number; reachedAfter?: number; overTarget?: true }
}

export interface ContactTold {
  /** Which conversation it is, where that matters. */
  id?: string
  visits?: readonly VisitTold[]
  legs?: readonly LegTold[]
  flows?: readonly FlowTold[]
  surveys?: readonly SurveyTold[]
  selfServed?: boolean
}

/** A stay in a flow: an inbound call's unless told. Its outcomes are tries of one and the same. */
export interface FlowTold {
  flowType?: string
  lasts: number
  transferType?: string
  outcomes?: readonly ('success' | 'failure')[]
}

/** A survey that was sent, and what was answered. */
export interface SurveyTold {
  answeredAfter?: number
  score?: number
  promoterScore?: number
}

export function contact(told: ContactTold): ConversationFacts {
  const { id = 'example', visits = [], legs = [], flows = [], surveys = [], selfServed = null } = told
  const agentLegs = legs.map(legOf)
  return {
    conversationId: id,
    startedAt: start,
    endedAt: Math.max(start, ...agentLegs.map(({ endedAt }) => endedAt ?? start)),
    direction: 'inbound',
    customer: null,
    selfServed,
    queueVisits: visits.map(visitOf),
    agentLegs,
    flows: flows.map(flowOf),
    surveys: surveys.map(surveyOf),
    resolutions: [],
  }
}

/** So many contacts of one kind, each a conversation of its own. */
export function times(count: number, told: ContactTold): ConversationFacts[] {
  const facts = contact(told)
  return Array.from({ length: count }, (_, index) => ({ ...facts, conversationId: `example-${index + 1}` }))
}

const common = { queueId: 'sales', mediaType: 'voice', direction: 'inbound' } as const

function visitOf(told: VisitTold, ordinal: number): QueueVisit {
  const [outcome, measure, seconds] = endOf(told)
  const leftAt = start + seconds * 1000
  const measured = new Measured().add('offered', start, 1).add('queue-wait', leftAt, seconds * 1000)
  measured.add(measure, leftAt, seconds * 1000)
  if (told.overTarget) measured.add('over-target', leftAt, 1)
  if (told.short) measured.add('short-abandoned', leftAt, 1)
  const agentId = outcome === 'answered' ? 'ana' : null
  const mediaType = told.mediaType ?? common.mediaType
  return {
    ...common,
    mediaType,
    ordinal,
    enteredAt: start,
    leftAt,
    outcome,
    agentId,
    quality: 0,
    flowOutType: told.flowOutType ?? null,
    measurements: measured.triples,
  }
}

function endOf(told: VisitTold): [QueueVisitOutcome, Measure, seconds: number] {
  if (told.abandonedAfter !== undefined) return ['abandoned', 'abandoned', told.abandonedAfter]
  if (told.flowedOutAfter !== undefined) return ['flow-out', 'flowed-out', told.flowedOutAfter]
  return ['answered', 'answered', told.answeredAfter ?? 0]
}

function legOf(told: LegTold, ordinal: number): AgentLeg {
  const measured = new Measured()
  let at = start
  const spend = (seconds: number | undefined, ...measures: Measure[]) => {
    if (seconds === undefined) return
    at += seconds * 1000
    for (const measure of measures) measured.add(measure, at, seconds * 1000)
  }
  if (told.callback !== undefined) at = returnCall(told.callback, measured)
  spend(told.alert, 'alert')
  const handledFrom = at
  spend(told.talk, 'talk', 'talk-complete')
  spend(told.hold, 'held', 'held-complete')
  for (const kind of told.transfers ?? []) {
    measured.add('transferred', at, 1).add(`${kind}-transferred`, at, 1)
  }
  spend(told.afterCallWork, 'after-call-work')
  measured.add('handle', at, at - handledFrom)
  return {
    ...common,
    mediaType: told.callback === undefined ? common.mediaType : 'callback',
    ordinal,
    agentId: 'ana',
    startedAt: start,
    endedAt: at,
    wrapUpCode: told.wrapUpCode ?? null,
    disconnect: 'client',
    consultOnly: false,
    transferredTo: told.transferredTo ?? null,
    quality: 0,
    measuredFromSegments: false,
    measurements: measured.triples,
  }
}

function flowOf(
  { flowType = 'INBOUNDCALL', lasts, transferType, outcomes = [] }: FlowTold,
  ordinal: number,
): FlowStay {
  const endedAt = start + lasts * 1000
  return {
    ordinal,
    flowId: 'flow',
    flowType,
    mediaType: common.mediaType,
    startedAt: start,
    endedAt,
    exitReason: transferType === undefined ? 'DISCONNECT' : 'TRANSFER',
    transferType: transferType ?? null,
    outcomes: outcomes.map((value) => ({ outcomeId: 'outcome', value, startedAt: start, endedAt })),
    measurements: [],
  }
}

function surveyOf({ answeredAfter, score, promoterScore }: SurveyTold, ordinal: number): Survey {
  const completedAt = answeredAfter === undefined ? null : start + answeredAfter * 1000
  return {
    ordinal,
    status: completedAt === null ? 'Sent' : 'Finished',
    occurredAt: completedAt ?? start,
    completedAt,
    scoreHundredths: score === undefined ? null : Math.round(score * 100),
    promoterScore: promoterScore ?? null,
    agentId: 'ana',
    queueId: common.queueId,
  }
}

/** When the customer was reached, or the last dialling ended without. */
function returnCall(
  { dialledAfter, reachedAfter, overTarget }: NonNullable<LegTold['callback']>,
  measured: Measured,
): number {
  const dialledAt = start + dialledAfter * 1000
  measured.add('callback-attempted', dialledAt, 1).add('first-dial', dialledAt, dialledAfter * 1000)
  if (overTarget) measured.add('callback-over-target', dialledAt, 1)
  if (reachedAfter === undefined) return dialledAt
  const reachedAt = start + reachedAfter * 1000
  measured.add('first-connect', reachedAt, reachedAfter * 1000)
  return reachedAt
}

class Measured {
  readonly triples: number[] = []

  add(measure: Measure, at: number, value: number): this {
    this.triples.push(measureCodes[measure], at, value)
    return this
  }
}
