import { daysWithConversations } from '../store/days/days-with-conversations'
import { readCoverage } from '../store/exports/read-coverage'
import { addDays, daysBetween } from '../time/local-date'
import type { Dependencies } from './dependencies'

export interface ListBackfillDaysInput {
  organisation: string
  from: string
  to: string
  export: 'none' | 'missing' | 'again'
  order: 'oldest-first' | 'newest-first'
  after: string | null
  limit: number
}

export interface BackfillDay {
  day: string
  /** Whether the day was completely exported before. */
  exported: boolean
}

/**
 * The next days of a backfill. One that exports walks every day of the range, one that only computes those
 * on which conversations started.
 */
export function listBackfillDays(dependencies: Dependencies) {
  return async (input: ListBackfillDaysInput): Promise<{ days: BackfillDay[]; remaining: number }> => {
    const { store } = dependencies
    const { organisation, order, after, limit } = input
    const first = input.from
    const last = input.to
    if (input.export === 'none') {
      const page = await daysWithConversations(store.pool, { first, last, order, after, limit })
      return { days: page.days.map((day) => ({ day, exported: true })), remaining: page.remaining }
    }
    const step = order === 'newest-first' ? -1 : 1
    const start = after === null ? (step > 0 ? first : last) : addDays(after, step)
    const remaining = Math.max(0, step > 0 ? daysBetween(start, last) + 1 : daysBetween(first, start) + 1)
    const days = Array.from({ length: Math.min(limit, remaining) }, (_, index) =>
      addDays(start, step * index),
    )
    const coverage = await readCoverage(store.pool, {
      organisation,
      selectionRule: 'job-activity',
      first,
      last,
    })
    const complete = new Set(coverage.filter((row) => row.complete).map((row) => row.day))
    return { days: days.map((day) => ({ day, exported: complete.has(day) })), remaining }
  }
}
