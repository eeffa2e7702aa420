import { formatInstant, type Instant } from '../../time/instant'
import { inTransaction, type Store } from '../open-store'

export interface WorkforceRow {
  agentId: string
  zone: string
  /** The business unit. */
  site: string | null
}

export interface MergedRows {
  added: number
  /** Agents whose zone or site is another one from now on. */
  moved: number
  unchanged: number
}

/**
 * Takes in what workforce management says at an instant. An agent met for the first time has had that zone always, as far
 * as we know; an agent who moved keeps the old zone until now and has the new one from now on. Agents the feed no longer
 * names keep what they had: their history still needs it.
 */
export async function mergeWorkforceRows(
  store: Store,
  rows: readonly WorkforceRow[],
  at: Instant,
): Promise<MergedRows> {
  const latest = [...new Map(rows.map((row) => [row.agentId, row])).values()]
  const feed = [
    latest.map((row) => row.agentId),
    latest.map((row) => row.zone),
    latest.map((row) => row.site),
    formatInstant(at),
  ]
  return inTransaction(store, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.reference'))`)
    // Moved twice at the same instant: the row that would have no duration is replaced.
    const replaced = await tx.query(
      `
      UPDATE agent_zone a SET zone = f.zone, site = f.site, loaded_at = $4
        FROM unnest($1::text[], $2::text[], $3::text[]) AS f (agent_id, zone, site)
       WHERE a.agent_id = f.agent_id AND a.origin = 'wfm' AND a.valid_to = 'infinity' AND a.valid_from >= $4
         AND (a.zone, a.site) IS DISTINCT FROM (f.zone, f.site)`,
      feed,
    )
    const moved = await tx.query(
      `
      WITH moved AS (
        UPDATE agent_zone a SET valid_to = $4
          FROM unnest($1::text[], $2::text[], $3::text[]) AS f (agent_id, zone, site)
         WHERE a.agent_id = f.agent_id AND a.origin = 'wfm' AND a.valid_to = 'infinity'
           AND (a.zone, a.site) IS DISTINCT FROM (f.zone, f.site)
        RETURNING a.agent_id, f.zone, f.site
      )
      INSERT INTO agent_zone (agent_id, origin, zone, site, valid_from, loaded_at)
      SELECT agent_id, 'wfm', zone, site, $4, $4 FROM moved`,
      feed,
    )
    const added = await tx.query(
      `
      INSERT INTO agent_zone (agent_id, origin, zone, site, loaded_at)
      SELECT f.agent_id, 'wfm', f.zone, f.site, $4
        FROM unnest($1::text[], $2::text[], $3::text[]) AS f (agent_id, zone, site)
       WHERE NOT EXISTS (SELECT FROM agent_zone a WHERE a.agent_id = f.agent_id AND a.origin = 'wfm')`,
      feed,
    )
    const counts = { added: added.rowCount ?? 0, moved: (moved.rowCount ?? 0) + (replaced.rowCount ?? 0) }
    return { ...counts, unchanged: latest.length - counts.added - counts.moved }
  })
}
