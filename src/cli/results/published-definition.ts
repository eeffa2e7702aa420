import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'

export interface DefinitionWithResults {
  definition: KpiDefinition
  definitionKey: number
  /** Those it was last computed with, with defaults. */
  parameters: Record<string, unknown>
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
  const stored = await readDefinitions(db, named.name)
  const wanted = reference.includes('@')
    ? stored.find(({ version }) => version === named.version)
    : stored.find(({ published }) => published)
  if (wanted !== undefined) {
    const definition = findDefinition(`${wanted.name}@${wanted.version}`)
    return { definition, definitionKey: wanted.definitionKey, parameters: wanted.parameters }
  }
  const others = stored.map(nameAndVersion).join(', ')
  throw new UsageError(
    `${reference} was never computed in this database${others === '' ? '' : `; there is ${others}`}.`,
    {
      code: 'results.not-computed',
      fields: { kpi: named.name },
      advice: `Compute it with: retally backfill ${nameAndVersion(named)} --from … --to …`,
    },
  )
}
