import { readQuarantinedDays } from '../store/archive/read-quarantined-days'
import { daysWithConversations } from '../store/days/days-with-conversations'
import { wantsAgentTime } from '../store/exports/agent-time-rules'
import { readFetchedDays } from '../store/exports/read-fetched-days'
import { readDiscardedExports } from '../store/plans/read-failed-exports'
import { isNightUnderWay } from '../store/runs/night-under-way'
import { addDays, daysBetween } from '../time/local-date'
import type { Dependencies } from './dependencies'

export interface ListBackfillDaysInput {
  organisation: string
  from: string
  to: string
  export: 'none' | 'missing' | 'again'
  /** `failed`: days in quarantine only, since their export or recompute failed. */
  only?: 'failed'
  /** Only these days of the range, in order. */
  days?: readonly string[]
  order: 'oldest-first' | 'newest-first'
  after: string | null
  limit: number
}

export interface BackfillDay {
  day: string
  /** Whether the day was completely exported before. */
  exported: boolean
  /** The export that last vouched for the day, also in part; absent: none ever did. Who misses the day after it misses the same. */
  lastExport?: number
}

export interface BackfillDays {
  days: BackfillDay[]
  /** Days left in the range, these included. */
  remaining: number
  /** Whether a night is under way: what can wait then gives way to it. */
  nightUnderWay?: boolean
}

/**
 * The next days of a backfill. One that exports walks every day of the range, one that only computes those
 * on which conversations started.
 */
export function listBackfillDays(dependencies: Dependencies) {
  return async (input: ListBackfillDaysInput): Promise<BackfillDays> => ({
    ...(await listDays(dependencies, input)),
    nightUnderWay: await isNightUnderWay(dependencies.store.pool),
  })
}

async function listDays(dependencies: Dependencies, input: ListBackfillDaysInput): Promise<BackfillDays> {
  const { store } = dependencies
  const { organisation, order, after, limit } = input
  const first = input.from
  const last = input.to
  if (input.days !== undefined) return pageOf(dependencies, input, input.days)
  if (input.only === 'failed') {
    const failed = await readQuarantinedDays(store.pool, { organisation, first, last })
    return pageOf(dependencies, input, failed)
  }
  if (input.export === 'none') {
    const page = await daysWithConversations(store.pool, { first, last, order, after, limit })
    return { days: page.days.map((day) => ({ day, exported: true })), remaining: page.remaining }
  }
  const step = order === 'newest-first' ? -1 : 1
  const start = after === null ? (step > 0 ? first : last) : addDays(after, step)
  const remaining = Math.max(0, step > 0 ? daysBetween(start, last) + 1 : daysBetween(first, start) + 1)
  const days = Array.from({ length: Math.min(limit, remaining) }, (_, index) => addDays(start, step * index))
  return { days: await withExports(dependencies, organisation, days), remaining }
}

/** The next of some days of the range. */
async function pageOf(
  dependencies: Dependencies,
  { organisation, order, after, limit }: ListBackfillDaysInput,
  all: readonly string[],
): Promise<BackfillDays> {
  const inOrder = order === 'newest-first' ? [...all].reverse() : all
  const days = after === null ? inOrder : inOrder.filter((day) => isPast(day, after, order))
  return { days: await withExports(dependencies, organisation, days.slice(0, limit)), remaining: days.length }
}

function isPast(day: string, after: string, order: 'oldest-first' | 'newest-first'): boolean {
  return order === 'newest-first' ? day < after : day > after
}

async function withExports(
  { store, settings }: Dependencies,
  organisation: string,
  days: readonly string[],
): Promise<BackfillDay[]> {
  if (days.length === 0) return []
  const [first, last] = [days[0] as string, days.at(-1) as string].sort() as [string, string]
  const agentTime = wantsAgentTime(settings)
  const fetched = await readFetchedDays(store.pool, { organisation, first, last, agentTime })
  const known = new Map(fetched.map((row) => [row.day, row]))
  // What could not be exported and was discarded is asked for no more, until somebody opens it again.
  const discarded = new Set(
    (await readDiscardedExports(store.pool, { organisation, first, last })).map(({ day }) => day),
  )
  return days.map((day) => {
    const row = known.get(day)
    return row === undefined
      ? { day, exported: discarded.has(day) }
      : { day, exported: row.complete || discarded.has(day), lastExport: row.exportKey }
  })
}
