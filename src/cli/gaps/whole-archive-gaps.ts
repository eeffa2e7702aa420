import type { ArchiveGaps } from '../../reports/gaps-report'
import { countQuarantined } from '../../store/archive/count-quarantined'
import type { Connection } from '../../store/connection'
import { readCoverage } from '../../store/exports/read-coverage'
import { readImportedDays } from '../../store/exports/read-imported-days'
import { spansOf } from '../../time/day-span'
import { everyDay, intervalOfDays } from '../options/range'
import { archiveGaps } from './archive-gaps'

/**
 * What the archive lacks as a whole: between the first and the last day that was exported every day is expected. Days from
 * files may lie anywhere, and make no other day missing.
 */
export async function wholeArchiveGaps(
  db: Connection,
  { organisation, agentTime }: { organisation: string; agentTime: boolean },
): Promise<ArchiveGaps> {
  const coverage = await readCoverage(db, { organisation, selectionRule: 'job-activity', ...everyDay })
  const exported = new Set(coverage.map(({ day }) => day))
  const imported = (await readImportedDays(db, everyDay)).filter((day) => !exported.has(day))
  const [first, last] = [coverage[0]?.day, coverage.at(-1)?.day]
  const between =
    first === undefined || last === undefined
      ? { neverExported: [], partlyExported: [], withoutAgentTime: [], beyondExports: [] }
      : await archiveGaps(db, { organisation, interval: intervalOfDays({ first, last }), agentTime })
  return {
    ...between,
    importedOnly: spansOf(imported),
    quarantined: await countQuarantined(db, everyDay),
  }
}
