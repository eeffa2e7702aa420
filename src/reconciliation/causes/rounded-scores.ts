import { isSurveyMeasure } from '../../facts/survey-measure'
import type { Cause } from '../cause'

/**
 * We keep each score in hundredths and the platform adds scores up as they are: where forms give scores like 66.666…, the sums of as many
 * answers may lie half a hundredth an answer apart, and no more.
 */
export const roundedScores: Cause = {
  name: 'rounded-scores',
  explanation:
    'Scores are kept in hundredths here and added up unrounded by the platform. As many answers are counted on both sides; nothing needs to be done.',
  explains: ({ measure, count, sum }) =>
    isSurveyMeasure(measure) &&
    sum !== null &&
    count?.gap === 0 &&
    Math.abs(sum.gap) <= Math.ceil((count.said ?? 0) / 2),
}
