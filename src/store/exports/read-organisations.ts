import type { Connection } from '../connection'

/** What conversations from files stand under before anybody named their organisation; it makes the database nobody's. */
export const unnamedOrganisation = 'local'

/** The organisations whose conversations this database holds. It should be one: facts and results do not say whose they are. */
export async function readOrganisations(db: Connection): Promise<string[]> {
  const { rows } = await db.query<{ organisation: string }>(
    `
    SELECT DISTINCT organisation
      FROM export
     WHERE (pages > 0 OR state = 'complete')
       AND NOT (selection_rule = 'file' AND organisation = $1)
     ORDER BY organisation`,
    [unnamedOrganisation],
  )
  return rows.map(({ organisation }) => organisation)
}
