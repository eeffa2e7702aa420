import { isSurveyMeasure } from '../../facts/survey-measure'
import type { Cause } from '../cause'
import { missingCount } from '../difference'

/**
 * Surveys that were not answered when we last saw them may have been since, days after their conversation, in whose day alone an export
 * finds them. Each stands for one answer on its queue, in all half hours together.
 */
export const surveyAwaited: Cause = {
  name: 'survey-awaited',
  explanation:
    'Customers asked about this queue had not answered when we exported their conversations, and the platform has their answers since. Export the days of these conversations again, then recompute.',
  explains: (group, { surveysAwaited }, open) => {
    if (!isSurveyMeasure(group.measure) || missingCount(group) === 0) return false
    let mayCount = 0
    for (const { queueId, knownUntil, surveys } of surveysAwaited) {
      if (queueId === group.queueId && knownUntil < group.end) mayCount += surveys
    }
    return open.missingOnQueueOf(group) <= mayCount
  },
}
