import type { Connection } from '../connection'

/** Days on which conversations changed by imported files and by nothing else, from `first` to `last` (both included). */
export async function readImportedDays(
  db: Connection,
  range: { first: string; last: string },
): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>(
    `
    SELECT touched.day
      FROM export, unnest(touched_days) AS touched (day)
     WHERE touched.day BETWEEN $1 AND $2
     GROUP BY touched.day
    HAVING bool_and(selection_rule = 'file')
     ORDER BY touched.day`,
    [range.first, range.last],
  )
  return rows.map(({ day }) => day)
}
