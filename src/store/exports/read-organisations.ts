import type { Connection } from '../connection'

/** The organisations whose days were exported into this database. */
export async function readOrganisations(db: Connection): Promise<string[]> {
  const { rows } = await db.query<{ organisation: string }>(
    'SELECT DISTINCT organisation FROM coverage ORDER BY organisation',
  )
  return rows.map(({ organisation }) => organisation)
}
