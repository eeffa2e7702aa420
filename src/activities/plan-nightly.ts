import type { NightlySettings } from '../config/settings'
import { readAvailability } from '../genesys/details-job'
import { wantsAgentTime } from '../store/exports/agent-time-rules'
import { type CoverageRow, readFirstCoveredDay } from '../store/exports/read-coverage'
import { readFetchedDays } from '../store/exports/read-fetched-days'
import { readDiscardedExports } from '../store/plans/read-failed-exports'
import { type DaysBeingFetched, readDaysBeingFetched } from '../store/runs/read-days-being-fetched'
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
  /** Those of the days to export that are missing, and for no other reason. */
  gapDays?: string[]
  /** Days that are missing, and that a backfill under way is about to fetch. */
  leftDays?: string[]
  /** Those of the days to export that settled long ago and are pulled once more for what came late. */
  lateDays?: string[]
  /** Such days that are left for the nights to come. All four absent from plans made before there were such days. */
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
 * only taken when the platform vouches for all of it, and looked back at only when nobody pulled it since the night was due. A gap
 * that a backfill under way is about to close is left to it, or the night would do the same work, and be as long.
 */
export function planNightly(dependencies: Dependencies) {
  return (input: { organisation: string; scheduledAt: string }): Promise<NightlyPlan> =>
    heartbeating(async ({ signal }) => {
      const { store, settings } = dependencies
      const { lookbackDays } = settings.nightly
      const availableUntil = await readAvailability(platformOf(dependencies), signal)
      const scheduledAt = parseInstant(input.scheduledAt)
      const lastDay = addDays(utcDay(scheduledAt), -1)
      const firstLookedAt = addDays(lastDay, -daysLookedAt)
      const exportsOf = { organisation: input.organisation, selectionRule: 'job-activity' }
      const fetched = await readFetchedDays(store.pool, {
        ...{ organisation: input.organisation, first: firstLookedAt, last: lastDay },
        agentTime: wantsAgentTime(settings),
      })
      const known = new Map(fetched.map((row) => [row.day, row]))
      const firstCovered = await readFirstCoveredDay(store.pool, exportsOf)
      // What was covered long ago makes gaps of all days since; of what never was, the look-back is a beginning.
      const coveredFrom =
        firstCovered === null || firstCovered > lastDay ? null : later(firstCovered, firstLookedAt)
      const firstDay = coveredFrom ?? addDays(lastDay, -lookbackDays)

      const { organisation } = input
      const fetching = await readDaysBeingFetched(store.pool, {
        organisation,
        aliveSince: dependencies.now() - backfillLostAfterMs,
      })
      const range = { organisation, first: firstDay, last: lastDay }
      const discarded = new Set((await readDiscardedExports(store.pool, range)).map(({ day }) => day))
      const days = { ...range, known, fetching, discarded, scheduledAt, availableUntil }
      const { due, gaps, left, fresh, waiting, late } = sortDays(days, settings.nightly)
      const lateDays = late.slice(0, mostLateDays)
      const exportDays = [...due, ...lateDays].sort()
      const first = exportDays[0] ?? null
      return {
        exportDays,
        waitingDays: waiting,
        gapDays: gaps,
        leftDays: left,
        lateDays,
        lateDaysLeft: late.length - lateDays.length,
        sinks: settings.sinks.map(({ name }) => name),
        deliverFrom: earliest(first === null ? null : addDays(first, -1), coveredFrom),
        deliverTo: lastDay,
        reconcile: intervalOf([...fresh, ...due].sort()),
      }
    })
}

/** A backfill that has asked for nothing for so long is lost: its days are gaps like any other. */
const backfillLostAfterMs = dayMs

interface DaysOfNight {
  first: string
  last: string
  known: ReadonlyMap<string, CoverageRow>
  /** Ranges that backfills under way are about to fetch. */
  fetching: readonly DaysBeingFetched[]
  /** Days that could not be exported and are left so. */
  discarded: ReadonlySet<string>
  scheduledAt: Instant
  availableUntil: Instant
}

/**
 * The days a night looks at: those to pull (gaps among them), gaps left to a backfill, those pulled since the night was due, those the
 * platform has not finished, and late ones.
 */
function sortDays(
  { first, last, known, fetching, discarded, scheduledAt, availableUntil }: DaysOfNight,
  { lookbackDays, settledAfterHours, lateAfterDays }: NightlySettings,
): Record<'due' | 'gaps' | 'left' | 'fresh' | 'waiting' | 'late', string[]> {
  const sorted: ReturnType<typeof sortDays> = {
    due: [],
    gaps: [],
    left: [],
    fresh: [],
    waiting: [],
    late: [],
  }
  const isBeingFetched = (day: string) =>
    fetching.some(({ from, to, skippedDays }) => from <= day && day <= to && !skippedDays.includes(day))
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (discarded.has(day)) continue
    const row = known.get(day)
    const end = utcDayInterval(day).end
    const isGap = row === undefined || !row.complete
    const isLookedBackAt = daysBetween(day, last) < lookbackDays
    const hasSettled = availableUntil >= end + settledAfterHours * hourMs && row?.settled !== true
    if (isGap || isLookedBackAt || hasSettled) {
      const isOnlyGap = isGap && !isLookedBackAt
      if (end > availableUntil) sorted.waiting.push(day)
      else if (isOnlyGap && isBeingFetched(day)) sorted.left.push(day)
      else if (!isGap && !hasSettled && isFresh(row, scheduledAt)) sorted.fresh.push(day)
      else {
        sorted.due.push(day)
        if (isOnlyGap) sorted.gaps.push(day)
      }
    } else if (lateAfterDays && isLate(row, end + lateAfterDays * dayMs, availableUntil))
      sorted.late.push(day)
  }
  return sorted
}

/**
 * Whether the day was pulled since the night was due, as the platform's own account of its data tells: what this night wants of it is
 * here. So nights that are made up for one after the other look back at a day once, and one that is run again fetches nothing twice.
 */
function isFresh({ availableUntil: pulledAt }: CoverageRow, scheduledAt: Instant): boolean {
  return pulledAt !== null && pulledAt >= scheduledAt
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
