import { UsageError } from '../../errors'
import type { Connection } from '../connection'
import { readOrganisations } from './read-organisations'

/**
 * One database holds one organisation. An export that brought nothing, such as one with wrong credentials, binds nobody.
 *
 * @throws UsageError `store.other-organisation` where it holds another than the configured one
 */
export async function checkOrganisation(db: Connection, configured: string): Promise<void> {
  const held = await readOrganisations(db)
  if (held.length > 0 && !held.includes(configured)) throw otherOrganisation(held.join(', '), configured)
}

export function otherOrganisation(held: string, wanted: string): UsageError {
  return new UsageError(`This database is that of the organisation ${held}, not of ${wanted}.`, {
    code: 'store.other-organisation',
    fields: { held, wanted },
    advice: `Set GENESYS_ORGANISATION=${held}, or give ${wanted} a database of its own (DATABASE_URL, or another RETALLY_HOME).`,
  })
}
