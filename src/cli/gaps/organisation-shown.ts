import { readOrganisations } from '../../store/exports/read-organisations'
import type { Session } from '../session'

/**
 * Whose exports a reader is shown: the configured organisation's; where none is configured (a reader needs no account),
 * the only one that was ever exported here.
 */
export async function organisationShown({ settings, organisation, store }: Session): Promise<string> {
  if (settings.platform !== undefined) return organisation
  const exported = await readOrganisations(store.pool)
  return exported.length === 1 ? (exported[0] as string) : organisation
}
