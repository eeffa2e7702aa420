import { readAvailability } from '../genesys/details-job'
import { type CoverageRow, readCoverage, readFirstCoveredDay } from '../store/exports/read-coverage'
import { dayMs, hourMs } from '../time/civil-date'
import { formatInstant, type Instant, parseInstant } from '../time/instant'
import { addDays, daysBetween, utcDay, utcDayInterval } from '../time/local-date'
import type { Dependencies } from './dependencies'
import { heartbeating } from './heartbeating'
import { platformOf } from './platform-of'

export interface NightlyPlan {
  /** UTC days to export, oldest first. */
  exportDays: string[]
  /** Days that would be due, but for which the platform has not all data yet. */
  waitingDays: string[]
  /** Those of the days to export that settled long ago and are pulled once more for what came late. */
  lateDays?: string[]
  /** Such days that are left for the nights to come. Both absent from plans made before there were late pulls. */
  lateDaysLeft?: number
  sinks: string[]
  /**
   * Local days to deliver, both included: all that exports vouch for within sixty days, since a value may have changed by a
   * recompute of ours, or have been refused by the sink, on a day this night does not touch; what is equal is not sent. Null
   * when there is nothing.
   */
  deliverFrom: string | null
  deliverTo: string
  /**
   * The interval to reconcile, instants; null when no day of it is complete. It does not reach back to late days: what lies
   * between was not pulled tonight.
   */
  reconcile: { from: string; to: string } | null
}

/** Gaps and changes older than this are for a backfill and a `deliver` by hand: a night has an end. The settings know it as well. */
const daysLookedAt = 60

/**
 * Late days that one night takes. One is due each night; a database that knows no late pull yet has up to 60 of them, and would
 * otherwise fetch them all at once.
 */
const mostLateDays = 4

/**
 * What a night has to bring home, seen from its scheduled time, never from now: the look-back, every gap within sixty days
 * after the first day that was ever exported, and once more each day that has settled since it was pulled. Of the days that
 * settled long ago it takes those, the oldest first, that were not pulled since what comes late could have come. A day is
 * only taken when the platform vouches for all of it.
 */
export function planNightly(dependencies: Dependencies) {
  return (input: { organisation: string; scheduledAt: string }): Promise<NightlyPlan> =>
    heartbeating(async ({ signal }) => {
      const { store, settings } = dependencies
      const { lookbackDays, settledAfterHours, lateAfterDays } = settings.nightly
      const availableUntil = await readAvailability(platformOf(dependencies), signal)
      const lastDay = addDays(utcDay(parseInstant(input.scheduledAt)), -1)
      const firstLookedAt = addDays(lastDay, -daysLookedAt)
      const exportsOf = { organisation: input.organisation, selectionRule: 'job-activity' }
      const coverage = await readCoverage(store.pool, { ...exportsOf, first: firstLookedAt, last: lastDay })
      const known = new Map(coverage.map((row) => [row.day, row]))
      const firstCovered = await readFirstCoveredDay(store.pool, exportsOf)
      // What was covered long ago makes gaps of all days since; of what never was, the look-back is a beginning.
      const coveredFrom =
        firstCovered === null || firstCovered > lastDay ? null : later(firstCovered, firstLookedAt)
      const firstDay = coveredFrom ?? addDays(lastDay, -lookbackDays)

      const dueDays: string[] = []
      const waitingDays: string[] = []
      const late: string[] = []
      for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
        const row = known.get(day)
        const end = utcDayInterval(day).end
        const isGap = row === undefined || !row.complete
        const isLookedBackAt = daysBetween(day, lastDay) < lookbackDays
        const hasSettled = availableUntil >= end + settledAfterHours * hourMs && row?.settled !== true
        if (isGap || isLookedBackAt || hasSettled) {
          if (end > availableUntil) waitingDays.push(day)
          else dueDays.push(day)
        } else if (lateAfterDays && isLate(row, end + lateAfterDays * dayMs, availableUntil)) late.push(day)
      }
      const lateDays = late.slice(0, mostLateDays)
      const exportDays = [...dueDays, ...lateDays].sort()
      const first = exportDays[0] ?? null
      return {
        exportDays,
        waitingDays,
        lateDays,
        lateDaysLeft: late.length - lateDays.length,
        sinks: settings.sinks.map(({ name }) => name),
        deliverFrom: earliest(first === null ? null : addDays(first, -1), coveredFrom),
        deliverTo: lastDay,
        reconcile: intervalOf(dueDays),
      }
    })
}

/** Whether what comes late is there by now, and was not when the day was last exported. */
function isLate(
  { availableUntil: pulledAt }: CoverageRow,
  lateFrom: Instant,
  availableUntil: Instant,
): boolean {
  return lateFrom <= availableUntil && (pulledAt === null || pulledAt < lateFrom)
}

/** From the first of the days to the last. */
function intervalOf(days: readonly string[]): NightlyPlan['reconcile'] {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  return { from: formatInstant(utcDayInterval(first).start), to: formatInstant(utcDayInterval(last).end) }
}

function later(one: string, other: string): string {
  return one > other ? one : other
}

function earliest(...days: readonly (string | null)[]): string | null {
  return days.filter((day) => day !== null).sort()[0] ?? null
}
