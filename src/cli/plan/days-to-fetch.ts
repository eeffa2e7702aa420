import type { ExportRun } from '../../planning/partition'
import type { PlanOrder } from '../../planning/plan'
import { utcMinute } from '../../reports/local-label'
import type { Connection } from '../../store/connection'
import { readCoverage } from '../../store/exports/read-coverage'
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
  organisation: string,
  { first, last, export: exports, days }: PlanOrder,
): Promise<DaysToFetch> {
  const range = { organisation, first, last }
  const only = days === undefined ? null : new Set(days)
  const isMeant = (day: LocalDate) => only === null || only.has(day)
  const failed = (await readFailedExports(db, range)).filter(({ day }) => isMeant(day))
  if (exports === 'none') return { runs: [], days: [], failed }
  const coverage = await readCoverage(db, { ...range, selectionRule: 'job-activity' })
  const known = new Map(coverage.map((row) => [row.day, row]))
  const discarded = new Set((await readDiscardedExports(db, range)).map(({ day }) => day))
  const failure = new Map(failed.map(({ day, detail }) => [day, detail]))
  const reasons = new Map<string, LocalDate[]>()
  for (const day of eachDate(first, nextDate(last))) {
    if (!isMeant(day)) continue
    const row = known.get(day)
    if ((row?.complete || discarded.has(day)) && exports === 'missing') continue
    const reason = row?.complete ? 'once more' : whyMissing(failure.get(day), row?.coveredUntil)
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

function whyMissing(failure: string | undefined, coveredUntil: number | undefined): string {
  if (failure !== undefined) return `its export failed: ${failure}`
  return coveredUntil === undefined ? 'never exported' : `exported until ${utcMinute(coveredUntil)}`
}
