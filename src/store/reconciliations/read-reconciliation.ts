import type { Reconciliation } from '../../reconciliation/reconciliation'
import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

export interface StoredReconciliation {
  reconciliationKey: number
  madeAt: Instant
  /** As it was made, differences and causes included. */
  body: Reconciliation
}

/** One reconciliation by its key, or the newest one; null when there is none. */
export async function readReconciliation(
  db: Connection,
  reconciliationKey: number | null,
): Promise<StoredReconciliation | null> {
  const { rows } = await db.query<StoredReconciliation>(
    `
    SELECT reconciliation_key AS "reconciliationKey", made_at AS "madeAt", body
      FROM reconciliation
     WHERE $1::bigint IS NULL OR reconciliation_key = $1
     ORDER BY reconciliation_key DESC LIMIT 1`,
    [reconciliationKey],
  )
  return rows[0] ?? null
}
