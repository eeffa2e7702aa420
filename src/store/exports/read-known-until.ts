import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

/** The instant up to which everything that happened is in the archive; null while nobody vouches for any. */
export async function readKnownUntil(db: Connection): Promise<Instant | null> {
  const { rows } = await db.query<{ knownUntil: Instant | null }>(
    'SELECT known_until AS "knownUntil" FROM known_until',
  )
  return rows[0]?.knownUntil ?? null
}
