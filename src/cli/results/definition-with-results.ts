import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions, type StoredDefinition } from '../../store/definitions/read-definitions'

export interface DefinitionWithResults {
  definition: KpiDefinition
  stored: StoredDefinition
}

/**
 * The definition whose results somebody asks for: the version named, else the published one.
 *
 * @throws UsageError for an unknown name or version, and for one that was never computed here
 */
export async function definitionWithResults(
  db: Connection,
  reference: string,
): Promise<DefinitionWithResults> {
  const named = findDefinition(reference)
  const all = await readDefinitions(db, named.name)
  const wanted = reference.includes('@')
    ? all.find(({ version }) => version === named.version)
    : all.find(({ published }) => published)
  if (wanted !== undefined) {
    const definition = findDefinition(`${wanted.name}@${wanted.version}`)
    return { definition, stored: wanted }
  }
  const others = all.map(nameAndVersion).join(', ')
  throw new UsageError(
    `${reference} was never computed in this database${others === '' ? '' : `; there is ${others}`}.`,
    {
      code: 'results.not-computed',
      fields: { kpi: named.name },
      advice: `Compute it with: retally backfill ${nameAndVersion(named)} --from … --to …`,
    },
  )
}
