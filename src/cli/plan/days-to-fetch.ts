import type { ExportRun } from '../../planning/partition'
import type { PlanOrder } from '../../planning/plan'
import { utcMinute } from '../../reports/local-label'
import type { Connection } from '../../store/connection'
import { type FetchedDay, readFetchedDays } from '../../store/exports/read-fetched-days'
import { readDiscardedExports, readFailedExports } from '../../store/plans/read-failed-exports'
import { spansOf } from '../../time/day-span'
import { eachDate, type LocalDate, nextDate } from '../../time/local-date'

export interface DaysToFetch {
  /** In order of days; none where nothing is exported. */
  runs: ExportRun[]
  days: LocalDate[]
  /** Days of the range whose export failed, whether or not they are fetched now. */
  failed: { day: LocalDate; detail: string }[]
}

/** Which days an order fetches, and why each. */
export async function daysToFetch(
  db: Connection,
  { organisation, agentTime }: { organisation: string; agentTime: boolean },
  { first, last, export: exports, days }: PlanOrder,
): Promise<DaysToFetch> {
  const range = { organisation, first, last }
  const only = days === undefined ? null : new Set(days)
  const isMeant = (day: LocalDate) => only === null || only.has(day)
  const failed = (await readFailedExports(db, range)).filter(({ day }) => isMeant(day))
  if (exports === 'none') return { runs: [], days: [], failed }
  const fetched = await readFetchedDays(db, { ...range, agentTime })
  const known = new Map(fetched.map((row) => [row.day, row]))
  const discarded = new Set((await readDiscardedExports(db, range)).map(({ day }) => day))
  const failure = new Map(failed.map(({ day, detail }) => [day, detail]))
  const reasons = new Map<string, LocalDate[]>()
  for (const day of eachDate(first, nextDate(last))) {
    if (!isMeant(day)) continue
    const row = known.get(day)
    if ((row?.complete || discarded.has(day)) && exports === 'missing') continue
    const reason = row?.complete ? 'once more' : whyMissing(failure.get(day), row)
    const days = reasons.get(reason)
    if (days === undefined) reasons.set(reason, [day])
    else days.push(day)
  }
  const runs = [...reasons].flatMap(([reason, days]) => spansOf(days).map((span) => ({ reason, ...span })))
  return {
    runs: runs.sort((a, b) => (a.first < b.first ? -1 : 1)),
    days: [...reasons.values()].flat(),
    failed,
  }
}

function whyMissing(failure: string | undefined, row: FetchedDay | undefined): string {
  if (failure !== undefined) return `its export failed: ${failure}`
  if (row === undefined) return 'never exported'
  return row.lacksAgentTime
    ? 'agents’ time was begun and never ended'
    : `exported until ${utcMinute(row.coveredUntil)}`
}
