import type { PoolClient } from 'pg'
import type { Subject } from '../../kpis/subject'

/**
 * Raises the revision of a subject's days, each by one, and counts the subjects that are new. A day stays locked until
 * commit, so whoever sees revision R sees every change up to R: a recompute that remembers R can later ask for what is newer.
 *
 * In order of day, so that two transactions that touch the same days cannot wait for each other in a ring.
 *
 * @returns the revision that each day has now
 */
export async function raiseRevisions(
  tx: PoolClient,
  subject: Subject,
  days: readonly string[],
  newSubjects: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  await tx.query(
    `
    INSERT INTO subject_day (subject, day, subjects, facts_revision)
    SELECT $1, day, 0, 0 FROM unnest($2::date[]) AS d (day) ORDER BY day
        ON CONFLICT (subject, day) DO NOTHING`,
    [subject, days],
  )
  await tx.query(
    'SELECT FROM subject_day WHERE subject = $1 AND day = ANY ($2::date[]) ORDER BY day FOR UPDATE',
    [subject, days],
  )
  const { rows } = await tx.query<{ day: string; revision: number }>(
    `
    UPDATE subject_day d
       SET facts_revision = d.facts_revision + 1, subjects = d.subjects + a.added
      FROM unnest($2::date[], $3::int[]) AS a (day, added)
     WHERE d.subject = $1 AND d.day = a.day
    RETURNING d.day, d.facts_revision AS revision`,
    [subject, days, days.map((day) => newSubjects.get(day) ?? 0)],
  )
  return new Map(rows.map((row) => [row.day, row.revision]))
}
