import { readAvailability } from '../genesys/details-job'
import { readOldestUnanswered } from '../store/delivery/read-oldest-unanswered'
import { readCoverage } from '../store/exports/read-coverage'
import { hourMs } from '../time/civil-date'
import { formatInstant, parseInstant } from '../time/instant'
import { addDays, daysBetween, utcDay, utcDayInterval } from '../time/local-date'
import type { Dependencies } from './dependencies'
import { heartbeating } from './heartbeating'
import { platformOf } from './platform-of'

export interface NightlyPlan {
  /** UTC days to export, oldest first. */
  exportDays: string[]
  /** Days that would be due, but for which the platform has not all data yet. */
  waitingDays: string[]
  sinks: string[]
  /**
   * Local days to deliver, both included: from what is exported on, or from where an earlier delivery was left unfinished; null when
   * there is neither.
   */
  deliverFrom: string | null
  deliverTo: string
  /** The interval to reconcile, instants; null when no day of it is complete. */
  reconcile: { from: string; to: string } | null
}

/** Gaps older than this are for a backfill: a night has an end. */
const gapsLookedForDays = 60

/**
 * What a night has to bring home, seen from its scheduled time, never from now: the look-back, every gap
 * within sixty days, and once more each day that has settled since it was pulled. A day is only
 * taken when the platform vouches for all of it.
 */
export function planNightly(dependencies: Dependencies) {
  return (input: { organisation: string; scheduledAt: string }): Promise<NightlyPlan> =>
    heartbeating(async ({ signal }) => {
      const { store, settings } = dependencies
      const { lookbackDays, settledAfterHours } = settings.nightly
      const availableUntil = await readAvailability(platformOf(dependencies), signal)
      const lastDay = addDays(utcDay(parseInstant(input.scheduledAt)), -1)
      const firstLookedAt = addDays(lastDay, -gapsLookedForDays)
      const coverage = await readCoverage(store.pool, {
        organisation: input.organisation,
        selectionRule: 'job-activity',
        first: firstLookedAt,
        last: lastDay,
      })
      const known = new Map(coverage.map((row) => [row.day, row]))
      const firstDay = coverage[0]?.day ?? addDays(lastDay, -lookbackDays)

      const exportDays: string[] = []
      const waitingDays: string[] = []
      for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
        const row = known.get(day)
        const end = utcDayInterval(day).end
        const isGap = row === undefined || !row.complete
        const isLookedBackAt = daysBetween(day, lastDay) < lookbackDays
        const hasSettled = availableUntil >= end + settledAfterHours * hourMs && row?.settled !== true
        if (!isGap && !isLookedBackAt && !hasSettled) continue
        if (end > availableUntil) waitingDays.push(day)
        else exportDays.push(day)
      }
      const first = exportDays[0] ?? null
      const sinks = settings.sinks.map(({ name }) => name)
      const leftUnfinished = await readOldestUnanswered(store.pool, { sinks, since: firstLookedAt })
      return {
        exportDays,
        waitingDays,
        sinks,
        deliverFrom: earlier(first === null ? null : addDays(first, -1), leftUnfinished),
        deliverTo: lastDay,
        reconcile:
          first === null
            ? null
            : {
                from: formatInstant(utcDayInterval(first).start),
                to: formatInstant(utcDayInterval(exportDays.at(-1) as string).end),
              },
      }
    })
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
