import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { RunTook } from './read-took'

export type RunEnd = 'done' | 'partial' | 'failed' | 'cancelled'

/**
 * Ends a run with its receipt: what went in, by which code and rules, and the hash of what came out, beside what was noted in it while
 * it ran. No personal data.
 */
export async function finishRun(
  db: Connection,
  runKey: number,
  end: { state: RunEnd; at: Instant; receipt: unknown; took?: RunTook },
): Promise<void> {
  await db.query(
    `
    UPDATE run SET state = $2, finished_at = $3, receipt = coalesce(receipt || $4, $4, receipt), took = $5
     WHERE run_key = $1 AND state = 'running'`,
    [
      runKey,
      end.state,
      formatInstant(end.at),
      end.receipt === null ? null : JSON.stringify(end.receipt),
      end.took === undefined ? null : JSON.stringify(end.took),
    ],
  )
}
