import type { Connection } from '../connection'

/** Whole days that are set apart because their export or recompute failed, from `first` to `last` (both included). */
export async function readQuarantinedDays(
  db: Connection,
  range: { organisation: string; first: string; last: string },
): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>(
    `
    SELECT DISTINCT day FROM quarantine
     WHERE kind = 'day' AND state = 'open' AND organisation = $1 AND day BETWEEN $2 AND $3
     ORDER BY day`,
    [range.organisation, range.first, range.last],
  )
  return rows.map(({ day }) => day)
}
