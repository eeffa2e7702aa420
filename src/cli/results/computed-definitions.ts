import { definitionsOfStore } from '../../activities/definitions-to-compute'
import { nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'

/** `name@version` of what this database computes; of a new one, the newest version of every KPI there is. */
export async function computedDefinitionNames(db: Connection): Promise<string[]> {
  return (await definitionsOfStore(db)).map(nameAndVersion).sort()
}
