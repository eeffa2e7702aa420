import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import type { StoredDefinition } from '../../store/definitions/read-definitions'
import { versionHere } from '../lifecycle/version-here'
import type { NamedVersion } from '../options/version'

/**
 * The version as this database has it.
 *
 * @throws UsageError `publish.draft`, and for what neither the database nor this build knows
 */
export async function storedVersion(db: Connection, named: NamedVersion): Promise<StoredDefinition> {
  const stored = await versionHere(db, named)
  if (stored !== null) return stored
  const reference = nameAndVersion(named)
  throw new UsageError(`${reference} is a draft: it was never computed in this database.`, {
    code: 'publish.draft',
    fields: { kpi: named.name, version: named.version },
    advice: `Compute it first: retally backfill ${reference} --from … --to …`,
  })
}
