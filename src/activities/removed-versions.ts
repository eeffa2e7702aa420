import { isInBuild } from '../kpis/catalogue'
import type { Connection } from '../store/connection'
import { readDefinitions, type StoredDefinition } from '../store/definitions/read-definitions'

/**
 * Versions that are computed here as far as the database knows, and that this build no longer has: their rows stand as they are, and they
 * are left out of what is computed until a build has them again or somebody retires them.
 */
export async function readRemovedVersions(db: Connection): Promise<StoredDefinition[]> {
  const stored = await readDefinitions(db)
  return stored.filter((version) => version.state !== 'retired' && !isInBuild(version))
}
