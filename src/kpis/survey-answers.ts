import { z } from 'zod'

/** For how long a survey can be answered. */
export interface SurveyAnswers {
  answerDays: number
}

export const answerDays = z
  .number()
  .int()
  .min(0)
  .max(60)
  .default(14)
  .describe(
    'Days after a conversation in which its survey can still be answered; for as long numbers are provisional.',
  )

/**
 * Days until no answer is outstanding. Counted on the day of its conversation, a survey may be answered for so long. Counted where it was
 * answered, it is only known once its conversation's day is exported again, which the night does when all answers are in.
 */
export function answerMaturity({ answerDays }: SurveyAnswers): number {
  return answerDays
}
