import type { RecomputeSummary } from '../activities/recompute-day'
import { storeActivities } from './activity-proxies'

export interface RecomputeDayInput {
  organisation: string
  day: string
  /** `name@version`; empty means every registered definition. */
  kpis: string[]
  runKey: number
  /** Recompute even what the ledger calls unchanged. */
  force: boolean
}

/** Replays one UTC day of stored facts through definitions. */
export async function recomputeDay(input: RecomputeDayInput): Promise<RecomputeSummary> {
  return storeActivities().recomputeDay(input)
}
