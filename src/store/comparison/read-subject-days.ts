import type { Subject } from '../../kpis/subject'
import type { Connection } from '../connection'

/** The UTC days that have facts of a subject, from `first` to `last` (both included). */
export async function readSubjectDays(
  db: Connection,
  subject: Subject,
  { first, last }: { first: string; last: string },
): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>(
    'SELECT day FROM subject_day WHERE subject = $1 AND day BETWEEN $2 AND $3 ORDER BY day',
    [subject, first, last],
  )
  return rows.map(({ day }) => day)
}
