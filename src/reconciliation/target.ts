/** What is compared: the parts of our definitions that claim to equal a measure of the platform. */
import type { PlatformMeasure } from '../facts/survey-measure'
import { canonicalJson } from '../kpis/canonical-json'
import { type KpiDefinition, nameAndVersion } from '../kpis/definition'
import type { Interval } from '../time/interval'
import type { Stat } from './account'

export interface Target {
  readonly measure: PlatformMeasure
  readonly stat: Stat
  /** `offered@1` */
  readonly kpi: string
  /** Position of the part among the definition's parts. */
  readonly partIndex: number
  /** Over which the definition is in force: what starts outside is not held against it. */
  readonly interval: Interval
}

/**
 * A definition as it stands in the store: a claim may hold under some of its parameters only. One that is in force over several
 * stretches claims over each.
 */
export interface ClaimingDefinition {
  readonly definition: Pick<KpiDefinition, 'name' | 'version' | 'parts' | 'reconcilesTo'>
  /** Resolved, with defaults. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly interval: Interval
}

/**
 * One target for each claim that holds. Several definitions claim the same measure (service level and speed of answer both count
 * answers), and each is held to it: one that agrees says nothing about the rows of another.
 */
export function targetsOf(definitions: readonly ClaimingDefinition[]): Target[] {
  return definitions.flatMap(({ definition, parameters, interval }) =>
    definition.reconcilesTo
      .filter(({ onlyWith }) => holds(onlyWith ?? {}, parameters))
      .map(({ part, measure, stat }) => {
        const partIndex = definition.parts.indexOf(part)
        if (partIndex < 0) {
          throw new RangeError(
            `${nameAndVersion(definition)} reconciles the part ${part}, which it does not have.`,
          )
        }
        return { measure, stat, kpi: nameAndVersion(definition), partIndex, interval }
      }),
  )
}

function holds(
  onlyWith: Readonly<Record<string, unknown>>,
  parameters: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(onlyWith).every(
    ([name, value]) => canonicalJson(value) === canonicalJson(parameters[name] ?? null),
  )
}
