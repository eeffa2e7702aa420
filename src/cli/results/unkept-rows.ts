import { longestConversationDays } from '../../facts/longest-conversation'
import { nameAndVersion } from '../../kpis/definition'
import { spanList } from '../../reports/gaps-report'
import { utcMinute } from '../../reports/local-label'
import { readUnkeptDays } from '../../store/comparison/read-unkept-days'
import type { Connection } from '../../store/connection'
import { spansOf } from '../../time/day-span'
import type { Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import { addDays, utcDay } from '../../time/local-date'
import type { DefinitionWithResults } from './definition-with-results'

/** What numbers as of a moment lack, in a sentence; null where they are what they were. */
export async function unkeptRows(
  db: Connection,
  { definition, stored }: DefinitionWithResults,
  moment: Instant,
  { start, end }: Interval,
): Promise<string | null> {
  const days = await readUnkeptDays(db, stored.definitionKey, moment, {
    first: addDays(utcDay(start), -longestConversationDays),
    last: utcDay(end - 1),
  })
  if (days.length === 0) return null
  return (
    `${nameAndVersion(definition)} as known ${utcMinute(moment)} is not whole: rows of ${spanList(spansOf(days))} were replaced since, while it ` +
    'was published to nobody, and of such versions they are not kept. What is shown there is only what was not replaced.'
  )
}
