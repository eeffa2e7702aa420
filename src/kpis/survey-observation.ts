import { z } from 'zod'
import type { ConversationFacts, Survey } from '../facts/fact'
import type { Instant } from '../time/instant'
import type { Observation } from './definition'

/** When a survey counts: where it was answered, or where the conversation it is about began. */
export interface SurveyDate {
  date: 'survey' | 'conversation'
}

export const surveyDate = z
  .enum(['survey', 'conversation'])
  .default('survey')
  .describe('When a survey counts: on the day it was answered, or on that of its conversation.')

/** Days after a conversation until which its survey may still be answered. */
export const surveyAnswerDays = 14

/** Answers come for days: what counts on the conversation's day changes until the last of them may have come. */
export function surveyMaturity({ date }: SurveyDate): number {
  return date === 'conversation' ? surveyAnswerDays : 3
}

/** Whether the customer answered: a record may say so by a score only. */
export function isAnswered({ completedAt, scoreHundredths, promoterScore }: Survey): boolean {
  return completedAt !== null || scoreHundredths !== null || promoterScore !== null
}

/** An observation of a survey, of the agent and queue it is about; null where the platform gave it no instant. */
export function surveyObservation(
  facts: ConversationFacts,
  survey: Survey,
  { date }: SurveyDate,
  parts: Record<string, number>,
): Observation | null {
  const at: Instant | null =
    date === 'conversation' ? facts.startedAt : (survey.completedAt ?? survey.occurredAt)
  if (at === null) return null
  return {
    ordinal: survey.ordinal,
    at,
    agentId: survey.agentId,
    queueId: survey.queueId,
    mediaType: null,
    direction: facts.direction,
    parts,
  }
}
