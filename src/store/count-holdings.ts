import type { Connection } from './connection'

export interface Holdings {
  conversations: number
  /** Of the conversations, those that have not ended. */
  open: number
  /** Rows of results, of every definition and version. */
  results: number
}

/** How much the store holds. Counts every row: for a report, not for a loop. */
export async function countHoldings(db: Connection): Promise<Holdings> {
  const { rows } = await db.query<Holdings>(`
    SELECT (SELECT count(*) FROM conversation) AS conversations,
           (SELECT count(*) FROM conversation WHERE NOT ended) AS open,
           (SELECT count(*) FROM result) AS results`)
  return rows[0] as Holdings
}
