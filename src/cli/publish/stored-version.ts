import { UsageError } from '../../errors'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import type { DefinitionWithResults } from '../results/definition-with-results'

/**
 * The version as this database has it.
 *
 * @throws UsageError `publish.draft`
 */
export async function storedVersion(
  db: Connection,
  definition: KpiDefinition,
): Promise<DefinitionWithResults> {
  const all = await readDefinitions(db, definition.name)
  const stored = all.find(({ version }) => version === definition.version)
  if (stored !== undefined) return { definition, stored }
  const reference = nameAndVersion(definition)
  throw new UsageError(`${reference} is a draft: it was never computed in this database.`, {
    code: 'publish.draft',
    fields: { kpi: definition.name, version: definition.version },
    advice: `Compute it first: retally backfill ${reference} --from … --to …`,
  })
}
