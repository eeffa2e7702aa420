import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import { readPostedRange } from '../../store/comparison/read-posted-range'
import type { Connection } from '../../store/connection'
import type { Interval } from '../../time/interval'
import type { Sides } from './side'

/**
 * All that both sides have: the UTC days onto which one of them posts anything.
 *
 * @throws UsageError where neither has a number
 */
export async function wholeRange(db: Connection, { a, b }: Sides): Promise<Interval> {
  const range = await readPostedRange(db, [a.stored.definitionKey, b.stored.definitionKey])
  if (range !== null) return range
  const names = `${nameAndVersion(a.definition)} nor ${nameAndVersion(b.definition)}`
  throw new UsageError(`Neither ${names} has a number here.`, {
    code: 'diff.nothing-computed',
    advice: `Compute them: retally backfill ${nameAndVersion(b.definition)} --from … --to …`,
  })
}
