import type { ArchiveGaps } from '../../reports/gaps-report'
import { utcLabel } from '../../reports/local-label'
import { countQuarantined } from '../../store/archive/count-quarantined'
import type { Connection } from '../../store/connection'
import { readFetchedDays } from '../../store/exports/read-fetched-days'
import { readImportedDays } from '../../store/exports/read-imported-days'
import { readLastExportedDay } from '../../store/exports/read-last-exported-day'
import { spansOf } from '../../time/day-span'
import type { Interval } from '../../time/interval'
import { eachDate, nextDate, utcDay, utcDayInterval } from '../../time/local-date'

/**
 * What the archive lacks of the UTC days an interval touches; a day is asked for no further than the interval goes.
 *
 * @param agentTime whether agents’ time is wanted as well
 */
export async function archiveGaps(
  db: Connection,
  { organisation, interval, agentTime }: { organisation: string; interval: Interval; agentTime: boolean },
): Promise<ArchiveGaps> {
  const first = utcDay(interval.start)
  const last = utcDay(interval.end - 1)
  const fetched = await readFetchedDays(db, { organisation, first, last, agentTime })
  const covered = new Map(fetched.map(({ day, coveredUntil }) => [day, coveredUntil]))
  const imported = new Set(await readImportedDays(db, { first, last }))
  const lastExported = await readLastExportedDay(db, organisation)

  const neverExported: string[] = []
  const beyondExports: string[] = []
  const importedOnly: string[] = []
  const partlyExported: { day: string; until: string }[] = []
  for (const day of eachDate(first, nextDate(last))) {
    const until = covered.get(day)
    if (until !== undefined) {
      if (until < Math.min(utcDayInterval(day).end, interval.end))
        partlyExported.push({ day, until: utcLabel(until) })
    } else if (imported.has(day)) importedOnly.push(day)
    else if (lastExported !== null && day > lastExported) beyondExports.push(day)
    else neverExported.push(day)
  }
  return {
    neverExported: spansOf(neverExported),
    partlyExported,
    withoutAgentTime: spansOf(fetched.flatMap(({ day, lacksAgentTime }) => (lacksAgentTime ? [day] : []))),
    beyondExports: spansOf(beyondExports),
    importedOnly: spansOf(importedOnly),
    quarantined: await countQuarantined(db, { first, last }),
  }
}
