import { spanList } from '../../reports/gaps-report'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readLedger } from '../../store/results/ledger'
import type { DaySpan } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'
import { everyDay } from '../options/range'

/** The days on which a version has results: none where no version is meant. */
export async function daysWithResults(
  db: Connection,
  name: string,
  version: number | null,
): Promise<LocalDate[]> {
  const stored = (await readDefinitions(db, name)).filter((each) => each.version === version)
  const definitionKeys = stored.map(({ definitionKey }) => definitionKey)
  const ledger = await readLedger(db, { ...everyDay, definitionKeys })
  return ledger.filter(({ rows }) => rows > 0).map(({ day }) => day)
}

/** Of days before the date from which a version is in force, on which it has nothing. */
export function onlyEffectiveHas(reference: string, days: readonly DaySpan[]): string {
  return `${spanList(days)}: ${reference} is not computed there. Readers of published_current lose these days; published_effective has them.`
}
