import type { ConversationEvents, Direction, InteractionEvent } from '../events/event'
import { inOrderOfTime } from '../events/order'
import { scrub } from '../telemetry/scrub'
import type { Instant } from '../time/instant'
import {
  endsBeforeStart,
  implausibleInstant,
  impossibleValue,
  toldTwice,
  tooManyEmissions,
} from './contradiction'
import { customerPseudonym } from './customer-pseudonym'
import { addFlow } from './flow-events'
import { kindOfValue, valueAt } from './kind-of-value'
import { measureName } from './measure-names'
import { deepestRecord, isDeeperThan } from './nesting'
import { machineWord } from './scrub'
import { addVerdicts } from './verdict-events'
import { type ConversationRecord, conversationRecord, type SessionRecord } from './wire/conversation'
import { instantIn } from './wire/instant-text'

/**
 * Why a record cannot be read. It is kept in quarantine with this. Of the record's values only its own id is told: of
 * all others the place, what was expected there, and the kind of what was found. The record itself is kept beside it.
 */
export interface ConversationProblem {
  /**
   * `not-a-conversation`: no object with an id and a start. `unexpected-shape`: a field of another kind than it must be.
   * `malformed-instant`: a date or time that is none; never guessed. `contradiction`: the record disagrees with itself, or
   * says what cannot be (the year 9999, a century of talk).
   */
  reason: 'not-a-conversation' | 'unexpected-shape' | 'malformed-instant' | 'contradiction'
  /** The record's own id, where it has one that looks like an id and not like a caller's number. */
  conversationId: string | null
  /** Where in the record: `participants[2].sessions[0].segments[1].segmentEnd`. */
  path: string
  detail: string
}

export type ReadConversation = { conversation: ConversationEvents } | { problem: ConversationProblem }

/**
 * Reads one conversation's record, as an export gives it, into our events. The same record always gives the same events.
 *
 * A segment may begin before the conversation does and a metric be posted outside every segment: real records do so,
 * and it is no contradiction.
 */
export function readConversation(raw: unknown): ReadConversation {
  if (isDeeperThan(raw, deepestRecord))
    return problem(
      raw,
      'unexpected-shape',
      '',
      `expected at most ${deepestRecord} levels of lists and objects`,
    )
  const parsed = conversationRecord.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const path = issue?.path ?? []
    const isOddWord = issue?.code === 'custom'
    const aboutTheWhole = path.length === 0 || path[0] === 'conversationId' || path[0] === 'conversationStart'
    const reason = aboutTheWhole && !isOddWord ? 'not-a-conversation' : 'unexpected-shape'
    const expected = isOddWord
      ? issue.message
      : issue !== undefined && 'expected' in issue
        ? `expected ${issue.expected}`
        : 'expected a value of another kind'
    return problem(raw, reason, pathText(path), `${expected}, found ${kindOfValue(valueAt(raw, path))}`)
  }
  try {
    return { conversation: toEvents(parsed.data) }
  } catch (error) {
    if (error instanceof Unreadable) return problem(raw, error.reason, pathText(error.path), error.message)
    throw error
  }
}

function toEvents(record: ConversationRecord): ConversationEvents {
  const startedAt = instant(record.conversationStart, 'conversationStart')
  const endedAt = optionalInstant(record.conversationEnd, 'conversationEnd')
  refuse(endsBeforeStart('conversation', startedAt, endedAt), 'conversationEnd')
  const events: InteractionEvent[] = [
    { kind: 'conversation-started', at: startedAt, direction: direction(record.originatingDirection) },
  ]
  if (endedAt !== null) events.push({ kind: 'conversation-ended', at: endedAt })
  const customer = customerPseudonym(record)
  if (customer !== null) events.push({ kind: 'customer-identified', at: startedAt, customer })
  addVerdicts(events, record, startedAt, endedAt)

  const ordinals = ordinalsById(record)
  let ordinal = 0
  for (const [p, participant] of record.participants.entries()) {
    for (const [s, session] of (participant.sessions ?? []).entries()) {
      const here = ordinal++
      const startsAt = addSession(events, session, here, p, s)
      if (startsAt === null) continue
      events.push({
        kind: 'session-opened',
        at: startsAt,
        session: here,
        purpose: participant.purpose ?? 'unknown',
        agentId: participant.userId ?? null,
        mediaType: session.mediaType ?? 'unknown',
        direction: direction(session.direction),
        peer: session.peerId == null ? null : (ordinals.get(session.peerId) ?? null),
      })
      addFlow(events, session, here, startsAt)
    }
  }
  return {
    conversationId: record.conversationId,
    startedAt,
    endedAt,
    divisionIds: record.divisionIds ?? [],
    events: inOrderOfTime(events),
  }
}

/**
 * Adds what happened in one session, and says when it began: with its first segment, or without segments its first
 * metric. Null when nothing has happened in it yet.
 */
function addSession(
  events: InteractionEvent[],
  { segments, metrics }: SessionRecord,
  session: number,
  p: number,
  s: number,
): Instant | null {
  refuse(tooManyEmissions(metrics?.length ?? 0), 'metrics', p, s)
  let firstSegmentAt: Instant | null = null
  let firstMetricAt: Instant | null = null
  for (const [index, segment] of (segments ?? []).entries()) {
    const from = instant(segment.segmentStart, 'segmentStart', p, s, 'segments', index)
    const until = optionalInstant(segment.segmentEnd, 'segmentEnd', p, s, 'segments', index)
    refuse(endsBeforeStart('segment', from, until), 'segmentEnd', p, s, 'segments', index)
    if (firstSegmentAt === null || from < firstSegmentAt) firstSegmentAt = from
    const type = segment.segmentType ?? 'unknown'
    events.push({
      kind: 'segment-opened',
      at: from,
      session,
      segment: index,
      type,
      queueId: segment.queueId ?? null,
    })
    if (segment.wrapUpCode != null) {
      events.push({ kind: 'wrap-up-coded', at: until ?? from, session, code: segment.wrapUpCode })
    }
    if (until !== null) {
      const disconnect = segment.disconnectType ?? null
      events.push({ kind: 'segment-closed', at: until, session, segment: index, disconnect })
    }
  }
  for (const [index, metric] of (metrics ?? []).entries()) {
    const at = instant(metric.emitDate, 'emitDate', p, s, 'metrics', index)
    refuse(impossibleValue(metric), 'value', p, s, 'metrics', index)
    if (firstMetricAt === null || at < firstMetricAt) firstMetricAt = at
    events.push({
      kind: 'measure-emitted',
      at,
      session,
      measure: measureName(metric.name),
      value: metric.value,
    })
  }
  return firstSegmentAt ?? firstMetricAt
}

/** Sessions in which something happened, by id: those another session can be the peer of. */
function ordinalsById(record: ConversationRecord): Map<string, number> {
  const seen = new Set<string>()
  const ordinals = new Map<string, number>()
  let ordinal = 0
  for (const [p, participant] of record.participants.entries()) {
    for (const [s, session] of (participant.sessions ?? []).entries()) {
      const here = ordinal++
      if (session.sessionId == null) continue
      if (seen.has(session.sessionId)) refuse(toldTwice, 'sessionId', p, s)
      seen.add(session.sessionId)
      if ((session.segments?.length ?? 0) + (session.metrics?.length ?? 0) > 0)
        ordinals.set(session.sessionId, here)
    }
  }
  return ordinals
}

function direction(word: string | null | undefined): Direction | null {
  return word === 'inbound' || word === 'outbound' ? word : null
}

/** The place of a field: participant and session by index, then the list in it and the index there, where there is one. */
type Place = [
  field: string,
  participant?: number,
  session?: number,
  list?: 'segments' | 'metrics',
  index?: number,
]

class Unreadable extends Error {
  readonly reason: 'malformed-instant' | 'contradiction'
  readonly path: readonly PropertyKey[]

  constructor(reason: 'malformed-instant' | 'contradiction', message: string, place: Place) {
    super(message)
    const [field, participant, session, list, index] = place
    this.reason = reason
    this.path =
      participant === undefined || session === undefined
        ? [field]
        : list === undefined || index === undefined
          ? ['participants', participant, 'sessions', session, field]
          : ['participants', participant, 'sessions', session, list, index, field]
  }
}

function refuse(contradiction: string | null, ...place: Place): void {
  if (contradiction !== null) throw new Unreadable('contradiction', contradiction, place)
}

function instant(text: string, ...place: Place): Instant {
  const at = instantIn(text)
  if (at !== null) {
    refuse(implausibleInstant(at), ...place)
    return at
  }
  // Anything may stand where an instant should; a caller's number even looks like one.
  throw new Unreadable('malformed-instant', `expected an ISO 8601 instant, found ${kindOfValue(text)}`, place)
}

function optionalInstant(text: string | null | undefined, ...place: Place): Instant | null {
  return text == null ? null : instant(text, ...place)
}

function problem(
  raw: unknown,
  reason: ConversationProblem['reason'],
  path: string,
  detail: string,
): ReadConversation {
  const id = machineWord(valueAt(raw, ['conversationId']))
  const isUsable = id !== undefined && scrub(id) === id
  return { problem: { reason, conversationId: isUsable ? id : null, path, detail } }
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}
