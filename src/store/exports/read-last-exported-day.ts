import type { Connection } from '../connection'

/** The latest day of which an export by activity brought anything; null before the first. */
export async function readLastExportedDay(db: Connection, organisation: string): Promise<string | null> {
  const { rows } = await db.query<{ day: string | null }>(
    `SELECT max(day) AS day FROM coverage WHERE organisation = $1 AND selection_rule = 'job-activity'`,
    [organisation],
  )
  return rows[0]?.day ?? null
}
