import { tzRelease, zoneTable } from '../../time/zone-table'
import type { Connection } from '../connection'

/**
 * Keeps the rules of zones as this build has them. A release's rules never change, so what is known is left as it is.
 *
 * @param zones canonical names
 */
export async function recordZoneRules(db: Connection, zones: ReadonlySet<string>): Promise<void> {
  const { rows } = await db.query<{ zone: string }>(
    'SELECT zone FROM zone_rules WHERE tz_release = $1 AND zone = ANY ($2::text[])',
    [tzRelease, [...zones]],
  )
  const known = new Set(rows.map(({ zone }) => zone))
  for (const zone of [...zones].filter((each) => !known.has(each)).sort()) {
    const { starts, offsetsMs } = zoneTable(zone)
    // The first span begins nowhere and the last ends nowhere: what is kept are the changes between them.
    const changes = [...starts].filter(Number.isFinite)
    await db.query(
      `
      INSERT INTO zone_rules (zone, tz_release, starts, offsets_ms)
      VALUES ($1, $2, $3, $4)
          ON CONFLICT (zone, tz_release) DO NOTHING`,
      [zone, tzRelease, changes, [...offsetsMs]],
    )
  }
}
