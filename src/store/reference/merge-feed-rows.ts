import { formatInstant, type Instant } from '../../time/instant'
import { inTransaction, type Store } from '../open-store'
import { type DatedRow, type DatedTable, type DatedTableName, datedTables, valuesOf } from './dated-table'

/** What a feed says now; since when is for us to know. */
export type FeedRow<Name extends DatedTableName> = Omit<DatedRow<Name>, 'validFrom' | 'validTo'>

export interface MergedRows {
  added: number
  /** Those of whom the feed says something else from now on. */
  moved: number
  unchanged: number
}

/**
 * Takes in what a feed says at an instant. Whoever is met for the first time has been so always, as far as we know; of whom
 * it says something else keeps the old until now and has the new from now on. Those the feed no longer names keep what they
 * had: their history still needs it. What a person loaded from a file stays above all of it.
 */
export async function mergeFeedRows<Name extends DatedTableName>(
  store: Store,
  tableName: Name,
  rows: readonly FeedRow<Name>[],
  at: Instant,
): Promise<MergedRows> {
  const { name, ids, says }: DatedTable = datedTables[tableName]
  const origin = tableName === 'agentZones' || tableName === 'queueZones' ? 'wfm' : 'platform'
  const columns = [...ids, ...says]
  const keyOf = (row: FeedRow<Name>) =>
    JSON.stringify(ids.map(({ field }) => (row as Record<string, unknown>)[field]))
  const latest = [...new Map(rows.map((row) => [keyOf(row), row])).values()]
  const values = [formatInstant(at), origin, ...columns.map((column) => valuesOf(column, latest))]
  const list = (of: readonly { name: string }[], table = '') =>
    of.map((column) => `${table}${column.name}`).join(', ')
  const feed = `unnest(${columns.map(({ type }, index) => `$${index + 3}::${type}[]`).join(', ')}) AS f (${list(columns)})`
  const isCurrentOf = `(${list(ids, 'a.')}) = (${list(ids, 'f.')}) AND a.origin = $2 AND a.valid_to = 'infinity'`
  const saysElse = `(${list(says, 'a.')}) IS DISTINCT FROM (${list(says, 'f.')})`
  return inTransaction(store, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.reference'))`)
    // Changed twice at the same instant: the row that would have no duration is replaced.
    const replaced = await tx.query(
      `
      UPDATE ${name} a SET ${says.map((column) => `${column.name} = f.${column.name}`).join(', ')}, loaded_at = $1
        FROM ${feed}
       WHERE ${isCurrentOf} AND a.valid_from >= $1 AND ${saysElse}`,
      values,
    )
    const moved = await tx.query(
      `
      WITH moved AS (
        UPDATE ${name} a SET valid_to = $1
          FROM ${feed}
         WHERE ${isCurrentOf} AND ${saysElse}
        RETURNING ${list(columns, 'f.')}
      )
      INSERT INTO ${name} (${list(columns)}, origin, valid_from, loaded_at)
      SELECT ${list(columns)}, $2, $1, $1 FROM moved`,
      values,
    )
    const added = await tx.query(
      `
      INSERT INTO ${name} (${list(columns)}, origin, loaded_at)
      SELECT ${list(columns, 'f.')}, $2, $1
        FROM ${feed}
       WHERE NOT EXISTS (SELECT FROM ${name} a WHERE (${list(ids, 'a.')}) = (${list(ids, 'f.')}) AND a.origin = $2)`,
      values,
    )
    const counts = { added: added.rowCount ?? 0, moved: (moved.rowCount ?? 0) + (replaced.rowCount ?? 0) }
    return { ...counts, unchanged: latest.length - counts.added - counts.moved }
  })
}
