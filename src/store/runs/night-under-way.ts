import type { Connection } from '../connection'

/**
 * A night is under way while its run is open, and for a day at the most: one that somebody terminated closes no run, and is not waited for
 * ever after.
 */
export const nightUnderWay = `
  EXISTS (SELECT FROM run WHERE kind = 'nightly' AND state = 'running' AND started_at > clock_timestamp() - interval '1 day')`

/** Whether a night is under way. */
export async function isNightUnderWay(db: Connection): Promise<boolean> {
  const { rows } = await db.query<{ isUnderWay: boolean }>(`SELECT ${nightUnderWay} AS "isUnderWay"`)
  return rows[0]?.isUnderWay === true
}
