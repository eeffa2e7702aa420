import type { MissingLookUps } from '../../kpis/look-up'
import type { Connection } from '../connection'
import type { RowCounts } from './row-counts'

/** What the ledger counted when a version was computed on a day. */
export interface DayCountsRow {
  day: string
  definitionKey: number
  observations: number
  withoutZone: number
  /** Look-ups besides the zone that failed, and of how many observations. */
  lacking: MissingLookUps
  flaws: RowCounts['flaws']
}

/** What stands on each day for each of these versions, whether or not it is as it should be. */
export async function readDayCounts(
  db: Connection,
  of: { first: string; last: string; definitionKeys: readonly number[] },
): Promise<DayCountsRow[]> {
  const { rows } = await db.query<DayCountsRow>(
    `
    SELECT day, definition_key AS "definitionKey", observations, without_zone AS "withoutZone", lacking, flaws
      FROM ledger
     WHERE definition_key = ANY ($3) AND day BETWEEN $1 AND $2`,
    [of.first, of.last, of.definitionKeys],
  )
  return rows
}
