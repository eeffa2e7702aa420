import { releaseDay } from '../store/archive/quarantine-day'
import { completeExport } from '../store/exports/complete-export'
import { readExport } from '../store/exports/read-coverage'
import { formatInstant, type Instant } from '../time/instant'
import { utcDay, utcDayInterval } from '../time/local-date'
import type { Dependencies } from './dependencies'
import type { ExportSummary } from './export-summary'

const hourMs = 3_600_000

/**
 * Closes an export whose pages are all in and says what it brought. A day is settled when the platform,
 * by its own clock, had had the configured hours to correct it.
 */
export async function finishExport(
  dependencies: Dependencies,
  exportKey: number,
  dataAvailableUntil: Instant | null,
): Promise<ExportSummary> {
  const { store, settings } = dependencies
  const before = await readExport(store.pool, exportKey)
  const start = before?.intervalStart ?? 0
  const until = dataAvailableUntil ?? before?.dataAvailableUntil ?? null
  const dayEnd = utcDayInterval(utcDay(start)).end
  const settled = until !== null && until >= dayEnd + settings.nightly.settledAfterHours * hourMs
  const days = await completeExport(store, {
    exportKey,
    dataAvailableUntil: until,
    settled,
    at: dependencies.now(),
  })
  if (before !== null) await releaseDay(store.pool, before.organisation, utcDay(start), 'export')
  const done = await readExport(store.pool, exportKey)
  const day = days.find((covered) => covered.day === utcDay(start))
  return {
    exportKey,
    day: utcDay(start),
    pages: done?.pages ?? 0,
    conversations: done?.conversations ?? 0,
    changed: done?.changed ?? 0,
    quarantined: done?.quarantined ?? 0,
    coveredUntil: day ? formatInstant(day.coveredUntil) : null,
    complete: day?.complete ?? false,
  }
}
