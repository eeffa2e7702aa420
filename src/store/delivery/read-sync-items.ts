import type { Connection } from '../connection'

export interface SyncItemRow {
  batchKey: number
  sink: string
  agentId: string
  /** Local date. */
  date: string
  kpi: string
  version: number
  value: number | null
  count: number
  /** `pending`: under way, or its answer was lost. `superseded`: it was, and a later batch was accepted in its place. */
  outcome: 'pending' | 'accepted' | 'retry' | 'parked' | 'superseded'
  /** The sink's code and words for a refusal. */
  code: string | null
  reason: string | null
}

const item = `
  i.batch_key AS "batchKey", l.sink, i.agent_id AS "agentId", i.date, i.kpi, i.version, i.value, i.count, i.outcome,
  i.code, i.reason`

/** The items of one batch, in their order. */
export async function readItemsOfBatch(db: Connection, batchKey: number): Promise<SyncItemRow[]> {
  const { rows } = await db.query<SyncItemRow>(
    `
    SELECT ${item}
      FROM metric_sync_item i JOIN metric_sync_log l USING (batch_key)
     WHERE i.batch_key = $1
     ORDER BY i.ordinal`,
    [batchKey],
  )
  return rows
}

/** Items whose latest sending was refused for good, the newest first, of all sinks or one. */
export async function readParkedItems(
  db: Connection,
  which: { limit: number; sink?: string },
): Promise<SyncItemRow[]> {
  const { rows } = await db.query<SyncItemRow>(
    `
    SELECT ${item}
      FROM metric_sync_item i JOIN metric_sync_log l USING (batch_key)
     WHERE i.outcome = 'parked' AND ($2::text IS NULL OR l.sink = $2)
       AND NOT EXISTS (
           SELECT FROM metric_sync_item later JOIN metric_sync_log later_log USING (batch_key)
            WHERE (later.agent_id, later.date, later.kpi) = (i.agent_id, i.date, i.kpi)
              AND later_log.sink = l.sink AND later.batch_key > i.batch_key AND later.outcome <> 'pending')
     ORDER BY i.batch_key DESC, i.ordinal
     LIMIT $1`,
    [which.limit, which.sink ?? null],
  )
  return rows
}
