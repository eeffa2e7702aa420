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

/** Days that could not be exported and that somebody decided to leave so, each with who and why. */
export async function readDiscardedExports(
  db: Connection,
  range: { organisation: string; first: string; last: string },
): Promise<{ day: string; reason: string }[]> {
  const { rows } = await db.query<{ day: string; reason: string }>(
    `
    SELECT DISTINCT ON (day) day, by_whom || ': ' || why AS reason
      FROM quarantine
      JOIN quarantine_decision USING (quarantine_key)
     WHERE kind = 'day' AND quarantine.reason = 'export-failed' AND state = 'discarded' AND action = 'discard'
       AND organisation = $1 AND day BETWEEN $2 AND $3
     ORDER BY day, decision_key DESC`,
    [range.organisation, range.first, range.last],
  )
  return rows
}
