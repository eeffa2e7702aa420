import type { Survey } from '../fact'
import type { FieldReader } from './field-reader'
import type { FieldWriter } from './field-writer'

/** survey: status, occurredAt?, completedAt?, score?, promoterScore?, agent, queue */
export function writeSurvey(to: FieldWriter, survey: Survey): void {
  to.word(survey.status)
  to.instantOrNull(survey.occurredAt)
  to.instantOrNull(survey.completedAt)
  to.optional(survey.scoreHundredths)
  to.optional(survey.promoterScore)
  to.word(survey.agentId)
  to.word(survey.queueId)
}

export function readSurvey(from: FieldReader, ordinal: number): Survey {
  return {
    ordinal,
    status: from.word(),
    occurredAt: from.instantOrNull(),
    completedAt: from.instantOrNull(),
    scoreHundredths: from.optional(),
    promoterScore: from.optional(),
    agentId: from.wordOrNull(),
    queueId: from.wordOrNull(),
  }
}
