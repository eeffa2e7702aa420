/** What is compared: the parts of our definitions that claim to equal a measure of the platform. */
import type { Measure } from '../facts/measure'
import type { KpiDefinition } from '../kpis/definition'
import type { Stat } from './account'

export interface Target {
  readonly measure: Measure
  readonly stat: Stat
  readonly kpi: string
  readonly version: number
  /** Position of the part among the definition's parts. */
  readonly partIndex: number
}

/**
 * One target for each measure and stat. Several definitions count the same thing (service level and speed of answer both count
 * answers); the first in the given order speaks for it, or the account would count it twice.
 */
export function targetsOf(
  definitions: readonly Pick<KpiDefinition, 'name' | 'version' | 'parts' | 'reconcilesTo'>[],
): Target[] {
  const targets = new Map<string, Target>()
  for (const definition of definitions) {
    for (const { part, measure, stat } of definition.reconcilesTo) {
      const key = `${measure}|${stat}`
      const partIndex = definition.parts.indexOf(part)
      if (partIndex < 0) {
        throw new RangeError(
          `${definition.name} v${definition.version} reconciles the part ${part}, which it does not have.`,
        )
      }
      if (targets.has(key)) continue
      targets.set(key, { measure, stat, kpi: definition.name, version: definition.version, partIndex })
    }
  }
  return [...targets.values()]
}
