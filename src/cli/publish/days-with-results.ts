import { longestConversationDays } from '../../facts/longest-conversation'
import { inForceOver, type Period } from '../../kpis/publication'
import { spanList } from '../../reports/gaps-report'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { readLedger } from '../../store/results/ledger'
import type { DaySpan } from '../../time/day-span'
import { addDays, type LocalDate } from '../../time/local-date'
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

/**
 * The days from which readers get a number of some date from `since` on (null: of any), each of a version in force then: also days before
 * these dates, since a conversation of May may end in June.
 */
export async function daysServing(
  db: Connection,
  name: string,
  periods: readonly Period[],
  since: LocalDate | null,
): Promise<LocalDate[]> {
  const dates = { ...everyDay, ...(since !== null && { first: since }) }
  const serving = new Set<LocalDate>()
  for (const { version, first, last } of inForceOver(periods, dates)) {
    const earliest = first === everyDay.first ? first : addDays(first, -longestConversationDays)
    for (const day of await daysWithResults(db, name, version))
      if (day >= earliest && day <= last) serving.add(day)
  }
  return [...serving].sort()
}

/** Of days before the date from which a version is in force, on which it has nothing. */
export function onlyEffectiveHas(reference: string, days: readonly DaySpan[]): string {
  return `${spanList(days)}: ${reference} is not computed there. Readers of published_current lose these days; published_effective has them.`
}
