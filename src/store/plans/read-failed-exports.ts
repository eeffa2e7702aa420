import type { Connection } from '../connection'

/** Days whose export failed and was not made up for since, from `first` to `last` (both included), each with its reason. */
export async function readFailedExports(
  db: Connection,
  range: { organisation: string; first: string; last: string },
): Promise<{ day: string; detail: string }[]> {
  const { rows } = await db.query<{ day: string; detail: string }>(
    `
    SELECT day, detail FROM quarantine
     WHERE kind = 'day' AND reason = 'export-failed' AND state = 'open' AND organisation = $1 AND day BETWEEN $2 AND $3
     ORDER BY day`,
    [range.organisation, range.first, range.last],
  )
  return rows
}
