import { formatInstant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'

/**
 * How many observations of an interval tell of what does not add up, by the rule that found it. Rows are read only where the
 * ledger knows of any.
 */
export async function readFlaws(
  db: Connection,
  { definitionKey, interval }: { definitionKey: number; interval: Interval },
): Promise<Record<string, number>> {
  const { rows: known } = await db.query(
    `SELECT 1 FROM ledger WHERE definition_key = $1 AND flaws <> '{}' LIMIT 1`,
    [definitionKey],
  )
  if (known.length === 0) return {}
  const { rows } = await db.query<{ name: string; observations: number }>(
    `
    SELECT q.name, count(*) AS observations
      FROM result r
      JOIN quality_rule q ON r.flags & q.flag <> 0
     WHERE r.definition_key = $1 AND r.at >= $2 AND r.at < $3
     GROUP BY q.name ORDER BY q.name`,
    [definitionKey, formatInstant(interval.start), formatInstant(interval.end)],
  )
  return Object.fromEntries(rows.map(({ name, observations }) => [name, observations]))
}
