import type { InteractionEvent } from '../events/event'
import type { Instant } from '../time/instant'
import type { ConversationRecord } from './wire/conversation'

/**
 * Adds what was said of the conversation as a whole, most of it after its end: whether the customer served themselves,
 * the surveys they were asked to answer, and whether they had to come back.
 */
export function addVerdicts(
  events: InteractionEvent[],
  { selfServed, surveys, resolutions }: ConversationRecord,
  startedAt: Instant,
  endedAt: Instant | null,
): void {
  if (selfServed != null) events.push({ kind: 'self-service-judged', at: endedAt ?? startedAt, selfServed })
  for (const survey of surveys) {
    const occurredAt = survey.eventTime ?? null
    const completedAt = survey.surveyCompletedDate ?? null
    const score = survey.oSurveyTotalScore ?? null
    events.push({
      kind: 'survey-told',
      at: occurredAt ?? completedAt ?? endedAt ?? startedAt,
      status: survey.surveyStatus ?? 'unknown',
      occurredAt,
      completedAt,
      scoreHundredths: score === null ? null : Math.round(score * 100),
      promoterScore: survey.surveyPromoterScore ?? null,
      agentId: survey.userId ?? null,
      queueId: survey.queueId ?? null,
    })
  }
  for (const { eventTime, queueId, userId, nNextContactAvoided } of resolutions) {
    // A verdict without an instant belongs to no interval, and one without a count says nothing.
    if (eventTime == null || nNextContactAvoided == null) continue
    events.push({
      kind: 'resolution-judged',
      at: eventTime,
      queueId: queueId ?? null,
      agentId: userId ?? null,
      nextContactAvoided: nNextContactAvoided,
    })
  }
}
