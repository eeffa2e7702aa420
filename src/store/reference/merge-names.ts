import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** Names of wrap-up codes as the platform has them now. A file's name for a code wins over it. */
export async function mergeWrapUpCodes(
  db: Connection,
  codes: readonly { id: string; name: string }[],
  at: Instant,
): Promise<void> {
  const latest = [...new Map(codes.map((code) => [code.id, code.name]))]
  await db.query(
    `
    INSERT INTO wrap_up_code AS known (id, origin, name, loaded_at)
    SELECT id, 'platform', name, $3 FROM unnest($1::text[], $2::text[]) AS f (id, name) ORDER BY id
        ON CONFLICT (id, origin) DO UPDATE
       SET name = excluded.name, loaded_at = excluded.loaded_at
     WHERE known.name <> excluded.name`,
    [latest.map(([id]) => id), latest.map(([, name]) => name), formatInstant(at)],
  )
}

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
