import { z } from 'zod'
import { type Change, type KpiDefinition, nameAndVersion, type Unit } from './definition'
import type { ComposedExample } from './example'
import type { ObservationSum } from './observation-sum'
import type { Summable } from './summary'

/**
 * What somebody declares of a composed KPI: a quotient whose halves are observed of different subjects, as contacts (of
 * conversations) by hours (of agents' days). It observes nothing and has no rows: when it is read, the stored parts of its halves in
 * the same place are added up, each half for itself, and divided once.
 */
export interface Composition {
  /** Kebab-case, the folder's name: `contacts-per-hour`. */
  name: string
  /** From 1. A half's new version is a new version of this as well. */
  version: number
  title: string
  /** What it says and what it leaves out, in the words of somebody who runs a contact centre. */
  description: string
  /** The formula, for people. */
  formula: string
  /** Where the formula is from. */
  source: string
  example: ComposedExample
  unit: Unit
  better: 'higher' | 'lower' | 'neither'
  numerator: Half
  denominator: Half
  /** What the quotient is multiplied by: 3,600,000 makes hours of milliseconds. */
  scale: number
  /** What there is over a denominator without any numerator. `zero`: nothing was done. `undefined`: it was not told. */
  withoutNumerator: 'zero' | 'undefined'
  changelog: readonly Change[]
}

/** A part of another KPI. A span counts where it elapsed (`clip.ts`), anything else where it was posted. */
export interface Half {
  kpi: KpiDefinition
  part: string
}

/** A composition as sums see it: two parts and a ratio, by the dimensions that both halves have. */
export type ComposedKpi = Composition & Summable

export const sides = ['numerator', 'denominator'] as const
export type Side = (typeof sides)[number]

export function composeKpi(composition: Composition): ComposedKpi {
  const { numerator, denominator, scale, withoutNumerator } = composition
  return Object.freeze({
    ...composition,
    dimensions: numerator.kpi.dimensions.filter((each) => denominator.kpi.dimensions.includes(each)),
    parts: [numerator.part, denominator.part],
    spans: [],
    aggregation: {
      kind: 'ratio' as const,
      numerator: numerator.part,
      denominator: denominator.part,
      scale,
      ...(withoutNumerator === 'zero' ? {} : { needs: [numerator.part] }),
    },
    distribution: null,
    attribution: 'clip' as const,
    parameters: z.strictObject({}),
  })
}

/** A sum of one half's observations as a sum of the composed KPI: its part in its place, and nothing in the other's. */
export function sumOfHalf({ kpi, part }: Half, side: Side, sum: ObservationSum): ObservationSum {
  if (sum.parts === null) return sum
  const value = sum.parts[kpi.parts.indexOf(part)] ?? 0
  return { ...sum, parts: side === 'numerator' ? [value, 0] : [0, value] }
}

/** Whether the half's part has to be cut to count where it elapsed; where quarter hours are observed, nothing is left to cut. */
export function isCutWhenRead({ kpi, part }: Half): boolean {
  return kpi.attribution !== 'clip' && kpi.spans.includes(part)
}

export function isComposed(kpi: KpiDefinition | ComposedKpi): kpi is ComposedKpi {
  return 'denominator' in kpi
}

/** `average-handle-time@1 and on-queue-time@1`: what there is to compute. */
export function halvesInWords({ numerator, denominator }: Pick<Composition, Side>): string {
  return [numerator, denominator].map(({ kpi }) => nameAndVersion(kpi)).join(' and ')
}
