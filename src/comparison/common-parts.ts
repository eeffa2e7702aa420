import { quotientOf } from '../kpis/aggregation'
import type { Summable } from '../kpis/summary'
import { type Fraction, fraction, times } from './fraction'

/**
 * What two definitions have in common, so that their observations can be held against each other: the numerator and the
 * denominator of their values, whatever each calls them, and the parts that both have by name. What only one of them keeps beside
 * its value is no difference.
 */
export interface CommonParts {
  names: readonly string[]
  /** Which of them are the numerator and the denominator of both, by whatever name. */
  roles: readonly (Role | null)[]
  /** Where each of them stands among the parts of a side; null where the side has no such part. */
  positions: Readonly<Record<ComparedSide, Positions>>
  /** How a side's value is made of them; null where it is made of no sums. */
  formulas: Readonly<Record<ComparedSide, Formula | null>>
}

/** A is what stands, B what is to be. */
export type ComparedSide = 'a' | 'b'
export type Positions = readonly (number | null)[]
type Role = 'numerator' | 'denominator'

/** A value of sums, by positions among the common parts. */
export interface Formula {
  numerator: number
  denominator: number | null
  /** Those that must be above 0 for there to be a value. */
  needs: readonly number[]
  scale: Fraction
}

/** The parts in which two definitions are compared. */
export function commonParts(a: Summable, b: Summable): CommonParts {
  const roles = commonRoles(a, b)
  const playing = new Set(roles.flatMap((role) => [nameInRole(a, role), nameInRole(b, role)]))
  const beside = [
    ...partsOfValue(a),
    ...partsOfValue(b),
    ...a.parts.filter((name) => b.parts.includes(name)),
  ].filter((name) => !playing.has(name))
  const others = [...new Set(beside)]
  const of = {
    names: [...roles.map((role) => joined(nameInRole(a, role), nameInRole(b, role))), ...others],
    roles: [...roles, ...others.map(() => null)],
  }
  const positions = { a: positionsOf(of, a), b: positionsOf(of, b) }
  return { ...of, positions, formulas: { a: formulaOf(a, positions.a), b: formulaOf(b, positions.b) } }
}

function commonRoles(a: Summable, b: Summable): Role[] {
  const [ofA, ofB] = [quotientOf(a), quotientOf(b)]
  if (ofA === null || ofB === null || (ofA.denominator === null) !== (ofB.denominator === null)) return []
  return ofA.denominator === null ? ['numerator'] : ['numerator', 'denominator']
}

function nameInRole(definition: Summable, role: Role): string | null {
  return quotientOf(definition)?.[role] ?? null
}

function joined(a: string | null, b: string | null): string {
  return a === b ? String(a) : `${a} / ${b}`
}

/** The parts that a definition's value is made of. */
function partsOfValue(definition: Summable): string[] {
  const { aggregation, distribution } = definition
  const quotient = quotientOf(definition)
  if (quotient !== null) {
    const { numerator, denominator, needs = [] } = quotient
    return [numerator, ...(denominator === null ? [] : [denominator]), ...needs]
  }
  if (aggregation.kind === 'maximum') return [aggregation.part]
  return aggregation.kind === 'histogram' && distribution !== null ? [distribution.of] : []
}

/** Where the common parts stand among those of a definition, which may be a version between the two. */
export function positionsOf(
  { names, roles }: Pick<CommonParts, 'names' | 'roles'>,
  definition: Summable,
): Positions {
  return names.map((name, index) => {
    const role = roles[index] ?? null
    const position = definition.parts.indexOf(role === null ? name : (nameInRole(definition, role) ?? ''))
    return position < 0 ? null : position
  })
}

function formulaOf(definition: Summable, positions: Positions): Formula | null {
  const quotient = quotientOf(definition)
  if (quotient === null) return null
  const { numerator, denominator, needs = [], scale } = quotient
  const at = (name: string) => positions.indexOf(definition.parts.indexOf(name))
  return {
    numerator: at(numerator),
    denominator: denominator === null ? null : at(denominator),
    needs: needs.map(at),
    scale: exactScale(scale),
  }
}

/** As `kpis/value.ts` has it: a scale below 1 divides by a whole number. */
function exactScale(scale: number): Fraction {
  return scale < 1 ? fraction(1n, BigInt(Math.round(1 / scale))) : fraction(BigInt(Math.round(scale)))
}

/** A definition's parts as the common ones; what it does not have is 0. */
export function inCommon(positions: Positions, parts: readonly number[]): readonly number[] {
  return positions.map((position) => (position === null ? 0 : (parts[position] ?? 0)))
}

/** The value of sums, exactly; null where there is no number: nothing to divide by, or something that is needed is missing. */
export function exactValue(formula: Formula, sums: readonly number[]): Fraction | null {
  const { numerator, denominator, needs, scale } = formula
  const sum = (position: number) => BigInt(sums[position] ?? 0)
  if (needs.some((position) => sum(position) <= 0n)) return null
  if (denominator === null) return times(fraction(sum(numerator)), scale)
  const lower = sum(denominator)
  return lower <= 0n ? null : times(fraction(sum(numerator), lower), scale)
}

/** Whether two sides make a value of the common parts in the same way. */
export function isSameFormula({ a, b }: CommonParts['formulas']): boolean {
  const written = (formula: Formula | null) =>
    JSON.stringify(formula, (_key, value) => (typeof value === 'bigint' ? String(value) : value))
  return written(a) === written(b)
}
