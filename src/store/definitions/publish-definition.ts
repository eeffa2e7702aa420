import { UsageError } from '../../errors'
import { formatInstant, type Instant } from '../../time/instant'
import { inTransaction, type Store } from '../open-store'

/**
 * Moves a KPI's pointer to this version: promotion, and rollback, at once. The version that was active becomes
 * deprecated and keeps its rows.
 *
 * @throws UsageError `store.unknown-definition`
 */
export async function publishDefinition(
  store: Store,
  which: { name: string; version: number; at: Instant; by: string },
): Promise<void> {
  await inTransaction(store, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.definition'), hashtext($1))`, [which.name])
    const { rows } = await tx.query<{ definitionKey: number }>(
      `SELECT definition_key AS "definitionKey" FROM kpi_definition WHERE name = $1 AND version = $2`,
      [which.name, which.version],
    )
    const key = rows[0]?.definitionKey
    if (key === undefined) {
      throw new UsageError(
        `${which.name}@${which.version} has never been computed here, so it cannot be published.`,
        {
          code: 'store.unknown-definition',
          fields: { kpi: which.name, version: which.version },
          advice: 'Compute it first: `retally recompute`.',
        },
      )
    }
    await tx.query(
      `
      INSERT INTO kpi_publication (name, definition_key, since, by_whom) VALUES ($1, $2, $3, $4)
          ON CONFLICT (name) DO UPDATE
         SET definition_key = excluded.definition_key, since = excluded.since, by_whom = excluded.by_whom
       WHERE kpi_publication.definition_key <> excluded.definition_key`,
      [which.name, key, formatInstant(which.at), which.by],
    )
    await tx.query(
      `
      UPDATE kpi_definition
         SET state = CASE WHEN definition_key = $2 THEN 'active' ELSE 'deprecated' END
       WHERE name = $1 AND (definition_key = $2) <> (state = 'active')`,
      [which.name, key],
    )
  })
}
