import type { InteractionEvent } from '../events/event'
import type { Instant } from '../time/instant'
import type { FlowRecord, SessionRecord } from './wire/conversation'

/**
 * Adds what the platform says of a session beside its segments: the flow it was in, with that flow's outcomes, and where a
 * stay in a queue flowed out to. It gives none of these an instant of its own, but for outcomes: a flow has its session
 * from beginning to end.
 *
 * @param startsAt when the session began
 */
export function addFlow(
  events: InteractionEvent[],
  { flow, flowOutType, segments }: SessionRecord,
  session: number,
  startsAt: Instant,
): void {
  if (flow == null && flowOutType == null) return
  let at = startsAt
  for (const event of events) {
    if (event.kind === 'segment-closed' && event.session === session && event.at > at) at = event.at
  }
  if (flowOutType != null) events.push({ kind: 'queue-flowed-out', at, session, to: flowOutType })
  if (flow == null) return
  const { flowId = null, flowType, exitReason = null, transferType = null } = flow
  events.push({ kind: 'flow-entered', at: startsAt, session, flowId, flowType: flowType ?? 'unknown' })
  addOutcomes(events, flow, session, startsAt)
  const isOver = (segments ?? []).length > 0 && (segments ?? []).every(({ segmentEnd }) => segmentEnd != null)
  if (isOver || exitReason !== null || transferType !== null)
    events.push({ kind: 'flow-left', at, session, exitReason, transferType })
}

function addOutcomes(
  events: InteractionEvent[],
  { outcomes }: FlowRecord,
  session: number,
  startsAt: Instant,
): void {
  for (const outcome of outcomes) {
    const startedAt = outcome.flowOutcomeStartTimestamp ?? null
    const endedAt = outcome.flowOutcomeEndTimestamp ?? null
    events.push({
      kind: 'flow-outcome-reached',
      at: endedAt ?? startedAt ?? startsAt,
      session,
      outcomeId: outcome.flowOutcomeId ?? null,
      value: outcome.flowOutcomeValue?.toLowerCase() ?? 'unknown',
      startedAt,
      endedAt,
    })
  }
}
