import type { Connection } from '../connection'

/** Names of queues as the platform has them now; they are shown beside ids and decide nothing. */
export async function mergeQueueNames(
  db: Connection,
  queues: readonly { id: string; name: string }[],
): Promise<void> {
  const latest = [...new Map(queues.map((queue) => [queue.id, queue.name]))]
  await db.query(
    `
    INSERT INTO queue AS known (queue_id, name)
    SELECT id, name FROM unnest($1::text[], $2::text[]) AS f (id, name) ORDER BY id
        ON CONFLICT (queue_id) DO UPDATE
       SET name = excluded.name
     WHERE known.name IS DISTINCT FROM excluded.name`,
    [latest.map(([id]) => id), latest.map(([, name]) => name)],
  )
}
