import { z } from 'zod'
import { type ComposedKpi, sides } from './composed'
import { unexplained } from './contradictions'
import { broken, inWords, oneOf, problemsWith, refuseBrokenVersions, text, wording } from './declaration'
import { type KpiDefinition, nameAndVersion } from './definition'

const facts = z.custom((value) => typeof value === 'function', 'is no function that tells facts')
const half = z.looseObject({ part: text })

const composition = wording.extend({
  example: z.strictObject({
    words: text,
    numerator: facts,
    denominator: facts,
    value: z.number('is no number'),
  }),
  numerator: half,
  denominator: half,
  scale: z.number().positive(),
  withoutNumerator: oneOf(['zero', 'undefined']),
})

/**
 * Refuses composed KPIs that do not say everything, or whose halves do not go together: all or none, as definitions.
 *
 * @throws UsageError naming the file, the field, and what to write instead
 */
export function refuseBrokenCompositions(
  composed: readonly ComposedKpi[],
  definitions: readonly KpiDefinition[],
): void {
  for (const each of composed) {
    const problems = problemsWith(composition, each) ?? contradictionsOf(each, definitions).map(inWords)
    if (problems.length > 0) throw broken(each, problems)
  }
  refuseBrokenVersions(composed)
}

function contradictionsOf(composed: ComposedKpi, definitions: readonly KpiDefinition[]) {
  const { numerator, denominator, name } = composed
  const problem = (holds: boolean, path: string, what: string) => (holds ? [{ path, what }] : [])
  return [
    ...sides.flatMap((side) => {
      const { kpi, part } = composed[side]
      return [
        ...problem(
          !definitions.includes(kpi),
          `${side}.kpi`,
          'is not in the catalogue: only what is computed can be divided',
        ),
        ...problem(
          !kpi.parts.includes(part),
          `${side}.part`,
          `${JSON.stringify(part)} is none of the parts of ${nameAndVersion(kpi)} (${kpi.parts.join(', ')})`,
        ),
      ]
    }),
    ...problem(
      numerator.part === denominator.part,
      'denominator.part',
      'has the name of the other half: nobody could tell them apart',
    ),
    ...problem(
      numerator.kpi.zoneAnchor !== denominator.kpi.zoneAnchor,
      'denominator.kpi',
      `has its local days by ${denominator.kpi.zoneAnchor}, and the numerator by ${numerator.kpi.zoneAnchor}: their days are not the same`,
    ),
    ...problem(
      definitions.some((each) => each.name === name),
      'name',
      'is that of a definition: choose another',
    ),
    ...unexplained(composed),
  ]
}
