import { legRules, visitRules } from '../../facts/quality'

/** Quality begins above the flags of a row's own (`result-row.ts`, `lacking.ts`). The table `quality_rule` says the same to readers. */
const shift = 8

/** The bit of `result.flags` that says which rule found something wrong with what is observed. */
export const qualityFlags: Readonly<Record<string, number>> = Object.fromEntries(
  [...legRules, ...visitRules].map(({ name, bit }) => [name, bit << shift]),
)

/** @param quality a mask of the rules of `facts/quality.ts` */
export function flagsOfQuality(quality: number): number {
  return quality << shift
}
