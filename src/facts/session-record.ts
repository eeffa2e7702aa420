import type { ConversationEvents, Direction } from '../events/event'
import type { Instant } from '../time/instant'
import type { FlowOutcome } from './fact'
import { type Measure, measureCodes } from './measure'
import type { Measurements } from './measurements'

/** What the events say of one session, gathered: the fold reads visits and legs from these. */
export interface SessionRecord {
  session: number
  startedAt: Instant
  purpose: string
  agentId: string | null
  mediaType: string
  direction: Direction | null
  peer: number | null
  /** In the order in which they opened. */
  segments: SegmentRecord[]
  /** In order of time. */
  emissions: Emission[]
  /** The last one chosen. */
  wrapUpCode: string | null
  flowOutType: string | null
  flow: FlowRecord | null
}

export interface FlowRecord {
  flowId: string | null
  flowType: string
  exitReason: string | null
  transferType: string | null
  outcomes: FlowOutcome[]
}

export interface SegmentRecord {
  segment: number
  type: string
  queueId: string | null
  startedAt: Instant
  /** Null while it is open. */
  endedAt: Instant | null
  disconnect: string | null
}

export interface Emission {
  code: number | string
  at: Instant
  value: number
}

const codeByName = new Map<string, number>(Object.entries(measureCodes))

export function codeOf(measure: Measure): number {
  return measureCodes[measure]
}

/** Gathers the events of each session, in the order in which the sessions opened. */
export function gatherSessions(events: ConversationEvents): SessionRecord[] {
  const sessions = new Map<number, SessionRecord>()
  for (const event of events.events) {
    if (event.kind !== 'session-opened') continue
    const { session, purpose, agentId, mediaType, direction, peer } = event
    sessions.set(session, {
      session,
      startedAt: event.at,
      purpose,
      agentId,
      mediaType,
      direction,
      peer,
      segments: [],
      emissions: [],
      wrapUpCode: null,
      flowOutType: null,
      flow: null,
    })
  }
  const sessionOf = (session: number, kind: string): SessionRecord => {
    const record = sessions.get(session)
    if (record === undefined) {
      throw new RangeError(
        `Conversation ${events.conversationId} has a ${kind} event of session ${session}, which never opened.`,
      )
    }
    return record
  }
  // Before anything is told of flows: an outcome may be stamped a little earlier than the session it belongs to.
  for (const event of events.events) {
    if (event.kind !== 'flow-entered') continue
    const { flowId, flowType } = event
    const flow: FlowRecord = { flowId, flowType, exitReason: null, transferType: null, outcomes: [] }
    sessionOf(event.session, event.kind).flow = flow
  }
  for (const event of events.events) {
    switch (event.kind) {
      case 'segment-opened':
        sessionOf(event.session, event.kind).segments.push({
          segment: event.segment,
          type: event.type,
          queueId: event.queueId,
          startedAt: event.at,
          endedAt: null,
          disconnect: null,
        })
        break
      case 'measure-emitted':
        sessionOf(event.session, event.kind).emissions.push({
          code: codeByName.get(event.measure) ?? event.measure,
          at: event.at,
          value: event.value,
        })
        break
      case 'wrap-up-coded':
        sessionOf(event.session, event.kind).wrapUpCode = event.code
        break
      case 'queue-flowed-out':
        sessionOf(event.session, event.kind).flowOutType = event.to
        break
      case 'flow-outcome-reached': {
        const { outcomeId, value, startedAt, endedAt } = event
        sessionOf(event.session, event.kind).flow?.outcomes.push({ outcomeId, value, startedAt, endedAt })
        break
      }
      case 'flow-left': {
        const { exitReason, transferType } = event
        const { flow } = sessionOf(event.session, event.kind)
        if (flow !== null) Object.assign(flow, { exitReason, transferType })
        break
      }
      case 'segment-closed': {
        const { segments } = sessionOf(event.session, event.kind)
        const closed = segments.find((candidate) => candidate.segment === event.segment)
        if (closed === undefined) break
        closed.endedAt = event.at
        closed.disconnect = event.disconnect
        break
      }
      default:
        break
    }
  }
  return [...sessions.values()]
}

/** When the last of some segments ended; null while one is open, or when there is none. */
export function endOf(segments: readonly SegmentRecord[]): Instant | null {
  let end: Instant | null = null
  for (const segment of segments) {
    if (segment.endedAt === null) return null
    if (end === null || segment.endedAt > end) end = segment.endedAt
  }
  return end
}

/** Emissions as the flat triples that facts keep, in order of time. */
export function toMeasurements(emissions: readonly Emission[]): Measurements {
  const flat: (number | string)[] = []
  for (const { code, at, value } of [...emissions].sort((a, b) => a.at - b.at)) flat.push(code, at, value)
  return flat
}
