import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

/**
 * The attempt is over without being complete: `expired` when job or cursor ran out (a new attempt follows at once),
 * `failed` otherwise. What its pages brought stays; the next attempt adds only what differs. `failure` must hold
 * no personal data.
 */
export async function endExport(
  db: Connection,
  exportKey: number,
  end: { state: 'failed' | 'expired'; failure: string; at: Instant },
): Promise<void> {
  await db.query(
    `
    UPDATE export SET state = $2, failure = $3, finished_at = $4
     WHERE export_key = $1 AND state IN ('submitted', 'paging')`,
    [exportKey, end.state, end.failure, formatInstant(end.at)],
  )
}
