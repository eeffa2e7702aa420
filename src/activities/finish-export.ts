import { TerminalError } from '../errors'
import { releaseDay } from '../store/archive/quarantine-day'
import { readDriftOfExport } from '../store/drift/read-drift'
import { completeExport } from '../store/exports/complete-export'
import type { ExportRecord } from '../store/exports/export'
import { readExport } from '../store/exports/read-export'
import { hourMs } from '../time/civil-date'
import { formatInstant, type Instant } from '../time/instant'
import { utcDay, utcDayInterval } from '../time/local-date'
import type { Dependencies } from './dependencies'
import type { ExportSummary } from './export-summary'

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
  const before = await exportOf(dependencies, exportKey)
  const day = utcDay(before.intervalStart)
  const until = dataAvailableUntil ?? before.dataAvailableUntil
  const settledFrom = utcDayInterval(day).end + settings.nightly.settledAfterHours * hourMs
  const covered = await completeExport(store, {
    exportKey,
    dataAvailableUntil: until,
    settled: until !== null && until >= settledFrom,
    at: dependencies.now(),
  })
  await releaseDay(store.pool, before.organisation, day, 'export')
  const { pages, conversations, changed, quarantined } = await exportOf(dependencies, exportKey)
  const coverage = covered.find((each) => each.day === day)
  const drift = await readDriftOfExport(store.pool, exportKey)
  return {
    exportKey,
    day,
    pages,
    conversations,
    changed,
    quarantined,
    coveredUntil: coverage ? formatInstant(coverage.coveredUntil) : null,
    complete: coverage?.complete ?? false,
    ...(drift.length > 0 && { drift }),
  }
}

/** The export's row, which must be there. */
export async function exportOf({ store }: Dependencies, exportKey: number): Promise<ExportRecord> {
  const record = await readExport(store.pool, exportKey)
  if (record) return record
  throw new TerminalError(`There is no export ${exportKey} in this database.`, {
    code: 'export.unknown',
    fields: { exportKey },
    advice: 'Was the worker pointed at another database? Start the export again.',
  })
}
