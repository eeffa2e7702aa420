import { type Cause, unexplained } from './cause'
import { type CommonParts, exactValue, type Formula, inCommon, isSameFormula } from './common-parts'
import type { DifferingSubject } from './comparing'
import type {
  CauseOfDifference,
  CellOfAccount,
  ChangedSubject,
  Difference,
  DifferingObservations,
} from './comparison'
import { type Fraction, minus, toNumber } from './fraction'
import { isCounted, type ObservationPair } from './seen'
import { mostShared, sharesOf } from './shares'

/** What one cause moved in one cell. */
interface MovedByCause {
  cause: Cause
  parts: number[]
  subjects: number
  alone: number
}

/** One cell by two accounts, subject after subject. */
export class CellComparing {
  private readonly common: CommonParts
  private readonly a: CellOfAccount | null
  private readonly b: CellOfAccount | null
  private readonly most: number
  /** The compared parts of A and of B. */
  private readonly from: readonly number[]
  private readonly to: readonly number[]
  private readonly moved = new Map<string, MovedByCause>()
  private foremost: ChangedSubject[] = []
  private subjects = 0
  private readonly observations: DifferingObservations = { onlyA: 0, onlyB: 0, changed: 0 }

  constructor(common: CommonParts, a: CellOfAccount | null, b: CellOfAccount | null, most: number) {
    this.common = common
    this.a = a
    this.b = b
    this.most = most
    this.from = inCommon(common.positions.a, a === null ? [] : Object.values(a.parts))
    this.to = inCommon(common.positions.b, b === null ? [] : Object.values(b.parts))
  }

  add({ id, day, pairs, moves }: DifferingSubject): void {
    this.subjects++
    const observations = differing(pairs)
    for (const how of ['onlyA', 'onlyB', 'changed'] as const) this.observations[how] += observations[how]
    const causes = new Map(moves.map(({ cause }) => [cause.key, cause]))
    for (const cause of causes.values()) {
      const known = this.movedBy(cause)
      known.subjects++
      if (causes.size === 1) known.alone++
    }
    for (const move of moves) addTo(this.movedBy(move.cause).parts, changeOfPair(move))
    const change = this.changeOf(moves)
    this.remember({
      id,
      day,
      parts: this.named(change),
      pull: this.pullOf(change),
      ...observations,
      causes: [...causes.keys()],
    })
  }

  /** What a subject's moves come to. */
  changeOf(moves: readonly ObservationPair[]): number[] {
    const change = this.common.names.map(() => 0)
    for (const move of moves) addTo(change, changeOfPair(move))
    return change
  }

  difference(): Difference {
    const { a, b, subjects, observations, foremost } = this
    const shared = this.shared()
    return {
      a: shownCell(a),
      b: shownCell(b),
      difference: differenceOf(a?.value ?? null, b?.value ?? null),
      subjects,
      ...observations,
      causes: shared.causes,
      ...(shared.unshared === undefined ? {} : { unshared: shared.unshared }),
      foremost,
    }
  }

  private movedBy(cause: Cause): MovedByCause {
    const known = this.moved.get(cause.key)
    if (known !== undefined) return known
    const fresh = { cause, parts: this.common.names.map(() => 0), subjects: 0, alone: 0 }
    this.moved.set(cause.key, fresh)
    return fresh
  }

  private shared(): Pick<Difference, 'causes' | 'unshared'> {
    const moved = this.everything()
    const { a, b } = this.common.formulas
    const told = moved.slice(0, moved.length > mostShared ? mostShared - 1 : mostShared)
    const others = moved.slice(told.length)
    const groups = [...told.map(({ parts }) => parts), ...(others.length > 0 ? [sumOf(others)] : [])]
    const shares = a === null || b === null ? null : this.sharesOf(groups, a, b)
    const causes = told.map((each, index) => this.shownCause(each, shares?.[index] ?? null))
    if (others.length > 0) causes.push(this.otherCauses(others, shares?.at(-1) ?? null))
    if (a === null || b === null) return { causes, unshared: 'no-sums' }
    return shares === null ? { causes, unshared: 'no-number' } : { causes }
  }

  /** Every cause, those that most subjects have first; the formula itself is one where the versions divide otherwise. */
  private everything(): MovedByCause[] {
    const { common, from, to } = this
    const moved = [...this.moved.values()].sort(
      (one, other) => other.subjects - one.subjects || (one.cause.key < other.cause.key ? -1 : 1),
    )
    const rest = to.map((part, index) => part - (from[index] as number))
    for (const { parts } of moved) addTo(rest, parts, -1)
    if (rest.some((part) => part !== 0))
      moved.push({ cause: unexplained, parts: rest, subjects: 0, alone: 0 })
    if (isSameFormula(common.formulas)) return moved
    const nothing = common.names.map(() => 0)
    return [{ cause: formulaCause, parts: nothing, subjects: 0, alone: 0 }, ...moved]
  }

  private sharesOf(groups: readonly (readonly number[])[], a: Formula, b: Formula): Fraction[] | null {
    const formulaDiffers = !isSameFormula(this.common.formulas)
    return sharesOf(groups.length, (mask) => {
      const sums = [...this.from]
      groups.forEach((parts, index) => {
        if ((mask & (1 << index)) !== 0) addTo(sums, parts)
      })
      // The formula is the first of the causes where it is one.
      return exactValue(formulaDiffers && (mask & 1) !== 0 ? b : a, sums)
    })
  }

  private shownCause(
    { cause, parts, subjects, alone }: MovedByCause,
    share: Fraction | null,
  ): CauseOfDifference {
    return {
      ...cause,
      parts: this.named(parts),
      share: share === null ? null : toNumber(share),
      subjects,
      alone,
    }
  }

  private otherCauses(others: readonly MovedByCause[], share: Fraction | null): CauseOfDifference {
    const words = `${others.length} further causes: ${others.map(({ cause }) => cause.name).join(', ')}`
    const cause: Cause = { key: 'others', kind: 'kind', name: 'further causes', words }
    const subjects = others.reduce((sum, each) => sum + each.subjects, 0)
    return this.shownCause({ cause, parts: sumOf(others), subjects, alone: 0 }, share)
  }

  /** From A where A has a number, else towards B. */
  private pullOf(change: readonly number[]): number | null {
    const { a, b } = this.common.formulas
    const moved = (formula: Formula | null, without: readonly number[], sign: 1 | -1) => {
      if (formula === null) return null
      const other = [...without]
      addTo(other, change, sign)
      const [value, otherValue] = [exactValue(formula, without), exactValue(formula, other)]
      if (value === null || otherValue === null) return null
      return toNumber(sign === 1 ? minus(otherValue, value) : minus(value, otherValue))
    }
    return moved(a, this.from, 1) ?? moved(b, this.to, -1)
  }

  private remember(subject: ChangedSubject): void {
    if (this.most === 0) return
    const last = this.foremost[this.most - 1]
    if (last !== undefined && isBefore(last, subject)) return
    const place = this.foremost.findIndex((each) => isBefore(subject, each))
    this.foremost.splice(place < 0 ? this.foremost.length : place, 0, subject)
    this.foremost.length = Math.min(this.foremost.length, this.most)
  }

  private named(parts: readonly number[]): Record<string, number> {
    return Object.fromEntries(this.common.names.map((name, index) => [name, parts[index] ?? 0]))
  }
}

const formulaCause: Cause = {
  key: 'formula',
  kind: 'rule',
  name: 'formula',
  words: 'the value is made of its parts in another way',
}

function differing(pairs: readonly ObservationPair[]): DifferingObservations {
  const observations = { onlyA: 0, onlyB: 0, changed: 0 }
  for (const { before, after } of pairs)
    observations[!isCounted(after) ? 'onlyA' : isCounted(before) ? 'changed' : 'onlyB']++
  return observations
}

/** The largest pull first, then by id, so that the order is the same each time. */
function isBefore(one: ChangedSubject, other: ChangedSubject): boolean {
  const [size, otherSize] = [Math.abs(one.pull ?? 0), Math.abs(other.pull ?? 0)]
  return size === otherSize ? one.id < other.id : size > otherSize
}

function changeOfPair({ before, after }: ObservationPair): number[] {
  const change = (after ?? before)?.parts.map(() => 0) ?? []
  if (isCounted(before)) addTo(change, before.parts, -1)
  if (isCounted(after)) addTo(change, after.parts)
  return change
}

function addTo(sums: number[], parts: readonly number[], sign: 1 | -1 = 1): void {
  for (let index = 0; index < parts.length; index++)
    sums[index] = (sums[index] ?? 0) + sign * (parts[index] as number)
}

function sumOf(moved: readonly MovedByCause[]): number[] {
  const sums: number[] = []
  for (const { parts } of moved) addTo(sums, parts)
  return sums
}

function shownCell(cell: CellOfAccount | null): CellOfAccount | null {
  if (cell === null) return null
  const { value, observations, parts } = cell
  return { value, observations, parts }
}

function differenceOf(a: number | null, b: number | null): number | null {
  if (a === null || b === null || !Number.isFinite(a) || !Number.isFinite(b)) return null
  return b - a
}
