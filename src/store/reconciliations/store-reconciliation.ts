import { formatInstant, type Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'

/** Keeps a reconciliation as it was made; returns its key. */
export async function storeReconciliation(
  db: Connection,
  made: {
    interval: Interval
    cells: number
    differing: number
    unexplained: number
    body: unknown
    runKey: number | null
    at: Instant
  },
): Promise<number> {
  const { rows } = await db.query<{ key: number }>(
    `
    INSERT INTO reconciliation (interval_start, interval_end, cells, differing, unexplained, made_at, run_key, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING reconciliation_key AS key`,
    [
      formatInstant(made.interval.start),
      formatInstant(made.interval.end),
      made.cells,
      made.differing,
      made.unexplained,
      formatInstant(made.at),
      made.runKey,
      JSON.stringify(made.body),
    ],
  )
  return (rows[0] as { key: number }).key
}
