import type { Connection } from '../connection'

/** Names of queues by id, as far as the platform told them. */
export async function readQueueNames(db: Connection): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ id: string; name: string }>(
    `SELECT queue_id AS id, name FROM queue WHERE name IS NOT NULL AND queue_key <> 0`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
