import { catalogue, findDefinition } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'

/** `name@version` of what this database computes; of a new one, the newest version of every KPI there is. */
export async function computedDefinitionNames(db: Connection): Promise<string[]> {
  const kept = (await readDefinitions(db)).filter(({ state }) => state !== 'retired')
  if (kept.length > 0) return kept.map(nameAndVersion).sort()
  const names = [...new Set(catalogue.map(({ name }) => name))]
  return names.map((name) => nameAndVersion(findDefinition(name))).sort()
}
