import type { RecomputeDayInput, RecomputeSummary } from '../activities/recompute-day'
import { storeActivities } from './activity-proxies'

/** Replays one UTC day of stored facts through definitions. */
export async function recomputeDay(input: RecomputeDayInput): Promise<RecomputeSummary> {
  return storeActivities().recomputeDay(input)
}
