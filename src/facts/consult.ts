import type { Instant } from '../time/instant'
import { codeOf, endOf, type SegmentRecord, type SessionRecord } from './session-record'

const consultTransferred = codeOf('consult-transferred')

/**
 * Whether a leg was only a consult: an agent was asked by another agent, and never got the customer.
 *
 * The rule. A leg's session names in `peer` the session at its other end. For an agent who works with a
 * customer that is the customer's session; for one who is consulted it is the session of the agent who asks.
 * The asking agent's session then posts `consult-transferred` if, and when, the customer is handed over. So a
 * leg is a consult only when its other end is another agent's session, and that session handed nobody over while
 * this leg was talking. A hand-over after this leg's talk ended went to somebody else (two colleagues asked in
 * turn, the second took the call). `transferred` alone does not count: after a consult the asking agent may
 * send the customer to a queue, which is a blind transfer and leaves this leg a consult.
 *
 * Where the record names no peer, or one it does not contain, nothing is assumed: the leg counts.
 */
export function isConsultOnly(leg: SessionRecord, sessions: ReadonlyMap<number, SessionRecord>): boolean {
  const asking = leg.peer === null ? undefined : sessions.get(leg.peer)
  if (asking === undefined || !isAgentSession(asking)) return false
  const talkEndedAt = endOfTalk(leg)
  return !asking.emissions.some(
    ({ code, at }) =>
      code === consultTransferred && at >= leg.startedAt && (talkEndedAt === null || at <= talkEndedAt),
  )
}

/** Agents work in sessions of these two purposes: `agent` on behalf of a queue, `user` when called directly. */
export function isAgentSession(session: SessionRecord): boolean {
  return session.purpose === 'agent' || session.purpose === 'user'
}

/** When the last stretch of talk or hold ended (of anything, for a leg that never talked); null while it goes on. */
function endOfTalk({ segments }: SessionRecord): Instant | null {
  const worked = segments.filter(isTalkOrHold)
  return endOf(worked.length > 0 ? worked : segments)
}

function isTalkOrHold({ type }: SegmentRecord): boolean {
  return type === 'interact' || type === 'hold'
}
