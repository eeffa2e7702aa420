/**
 * Conversations told in a line, for the worked examples of definitions. All times are seconds; every contact begins on a
 * Tuesday at 10:00 in New York, where the agent `ana` and the queue `sales` are.
 */
import type { AgentLeg, ConversationFacts, QueueVisit, QueueVisitOutcome } from '../facts/fact'
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
}

/** A stay in the queue: how it ended, after how long, and what the platform marked it with. */
export interface VisitTold {
  answeredAfter?: number
  abandonedAfter?: number
  flowedOutAfter?: number
  overTarget?: true
  short?: true
}

/** An agent's part: talk, hold and after-call work in this order, and what the agent did besides. */
export interface LegTold {
  talk?: number
  hold?: number
  afterCallWork?: number
  transfers?: readonly ('blind' | 'consult')[]
  wrapUpCode?: string
}

export interface ContactTold {
  visits?: readonly VisitTold[]
  legs?: readonly LegTold[]
}

export function contact({ visits = [], legs = [] }: ContactTold): ConversationFacts {
  const agentLegs = legs.map(legOf)
  return {
    conversationId: 'example',
    startedAt: start,
    endedAt: Math.max(start, ...agentLegs.map(({ endedAt }) => endedAt ?? start)),
    direction: 'inbound',
    queueVisits: visits.map(visitOf),
    agentLegs,
  }
}

/** So many contacts of one kind. */
export function times(count: number, told: ContactTold): ConversationFacts[] {
  return new Array(count).fill(contact(told))
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
  return { ...common, ordinal, enteredAt: start, leftAt, outcome, agentId, measurements: measured.triples }
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
  spend(told.talk, 'talk', 'talk-complete')
  spend(told.hold, 'held', 'held-complete')
  for (const kind of told.transfers ?? []) {
    measured.add('transferred', at, 1).add(`${kind}-transferred`, at, 1)
  }
  spend(told.afterCallWork, 'after-call-work')
  measured.add('handle', at, at - start)
  return {
    ...common,
    ordinal,
    agentId: 'ana',
    startedAt: start,
    endedAt: at,
    wrapUpCode: told.wrapUpCode ?? null,
    disconnect: 'client',
    consultOnly: false,
    measuredFromSegments: false,
    measurements: measured.triples,
  }
}

class Measured {
  readonly triples: number[] = []

  add(measure: Measure, at: number, value: number): this {
    this.triples.push(measureCodes[measure], at, value)
    return this
  }
}
