import type { Connection } from '../connection'

/** Why these days went to quarantine since a run began, of those of which it is known yet. */
export async function readFailuresOfRun(
  db: Connection,
  of: { organisation: string; runKey: number; days: readonly string[] },
): Promise<{ day: string; step: string; reason: string }[]> {
  const { rows } = await db.query<{ day: string; step: string; reason: string }>(
    `
    SELECT q.day, replace(q.reason, '-failed', '') AS step, q.detail AS reason
      FROM quarantine q
      JOIN run r ON r.run_key = $2 AND q.last_seen >= r.started_at
     WHERE q.kind = 'day' AND q.state = 'open' AND q.organisation = $1 AND q.day = ANY ($3::date[])
     ORDER BY q.day`,
    [of.organisation, of.runKey, of.days],
  )
  return rows
}
