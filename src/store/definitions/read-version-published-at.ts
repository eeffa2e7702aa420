import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** The version that readers who named none got at a moment, by the account; null where nothing was published then. */
export async function readVersionPublishedAt(
  db: Connection,
  name: string,
  moment: Instant,
): Promise<number | null> {
  const { rows } = await db.query<{ version: number }>(
    `
    SELECT d.version
      FROM version_published_at($2) v
      JOIN kpi_definition d USING (definition_key)
     WHERE v.name = $1`,
    [name, formatInstant(moment)],
  )
  return rows[0]?.version ?? null
}
