import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { type DefinitionWithResults, definitionWithResults } from '../results/definition-with-results'

/** The two definitions of a comparison as this store has them. */
export interface Sides {
  a: DefinitionWithResults
  b: DefinitionWithResults
}

/**
 * The sides somebody names: two versions, or one that is compared with itself under other conditions.
 *
 * @throws UsageError for what was never computed here, and for two KPIs that observe or mean different things
 */
export async function findSides(db: Connection, a: string, b: string): Promise<Sides> {
  refuseUnlike(findDefinition(a), findDefinition(b))
  const sides = { a: await definitionWithResults(db, a), b: await definitionWithResults(db, b) }
  refuseUnlike(sides.a.definition, sides.b.definition)
  return sides
}

/** @throws UsageError for two KPIs that observe or mean different things */
export function refuseUnlike(a: KpiDefinition, b: KpiDefinition): void {
  const names = `${nameAndVersion(a)} and ${nameAndVersion(b)}`
  const refusal = (what: string) =>
    new UsageError(`${names} cannot be compared: ${what}.`, {
      code: 'diff.unlike',
      fields: { a: nameAndVersion(a), b: nameAndVersion(b) },
      advice: 'Compare two versions of one KPI, or two KPIs of one unit that observe the same.',
    })
  if (a.unit !== b.unit) throw refusal(`one is in ${a.unit}, the other in ${b.unit}`)
  if (a.unitOfObservation !== b.unitOfObservation)
    throw refusal(`one observes each ${a.unitOfObservation}, the other each ${b.unitOfObservation}`)
}
