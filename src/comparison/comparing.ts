import type { Declared } from '../kpis/declared'
import { subjectOf } from '../kpis/subject'
import type { Summary, SummaryCell } from '../kpis/summary'
import type { SummaryDimension } from '../kpis/summary-dimensions'
import type { Interval } from '../time/interval'
import { CellComparing } from './cell-comparing'
import { commonParts } from './common-parts'
import type { CellDifference, ComparedAccount, Comparison } from './comparison'
import type { Move } from './ladder'
import { isCounted, type ObservationPair } from './seen'
import { Spreading } from './spread'

/** What is compared: the sums of both accounts, split alike. */
export interface AccountsToCompare {
  a: { definition: Declared; name: string; summary: Summary }
  b: { definition: Declared; name: string; summary: Summary }
  interval: Interval
  /** Whose days are meant; null: each agent's or queue's own. */
  zone: string | null
  by: readonly SummaryDimension[]
  /** How many subjects are named in each cell, at most. */
  foremost: number
}

/** One subject of which the accounts differ. */
export interface DifferingSubject {
  id: string
  day: string
  /** Its observations by both accounts, where they differ. */
  pairs: readonly ObservationPair[]
  /** How they came to: every change with its cause. */
  moves: readonly Move[]
}

/** Compares two accounts, one differing subject after the other; memory grows with cells and causes, not with subjects. */
export interface Comparing {
  add(subject: DifferingSubject): void
  comparison(): Comparison
}

/** Begins with the sums of both accounts. */
export function startComparing({ a, b, interval, zone, by, foremost }: AccountsToCompare): Comparing {
  const common = commonParts(a.definition, b.definition)
  const cellOf = (ofA: SummaryCell | null, ofB: SummaryCell | null) =>
    new CellComparing(common, ofA, ofB, foremost)
  const cells = new Map<string, { place: (string | null)[]; cell: CellComparing }>()
  const [ofA, ofB] = [cellsByPlace(a.summary, by), cellsByPlace(b.summary, by)]
  for (const key of new Set([...ofA.keys(), ...ofB.keys()])) {
    cells.set(key, { place: JSON.parse(key), cell: cellOf(ofA.get(key) ?? null, ofB.get(key) ?? null) })
  }
  const whole = cellOf(a.summary, b.summary)
  const durations = new Set([...a.definition.spans, ...b.definition.spans])
  const spreadings = common.names.map((name) => new Spreading(name, durations.has(name)))

  return {
    add(subject) {
      const cellsOfSubject = new Map<string, { pairs: ObservationPair[]; moves: Move[] }>()
      const within = (key: string) => {
        const known = cellsOfSubject.get(key) ?? { pairs: [], moves: [] }
        cellsOfSubject.set(key, known)
        return known
      }
      for (const pair of subject.pairs)
        for (const side of sidesByCell(pair)) within(side.key).pairs.push(side)
      for (const move of subject.moves)
        for (const side of sidesByCell(move)) within(side.key).moves.push({ ...side, cause: move.cause })
      whole.add(subject)
      for (const [key, { pairs, moves }] of cellsOfSubject)
        cells.get(key)?.cell.add({ id: subject.id, day: subject.day, pairs, moves })
      const change = whole.changeOf(subject.moves)
      spreadings.forEach((spreading, index) => {
        spreading.add(change[index] as number)
      })
    },
    comparison() {
      const compared = [...cells.values()].map(({ place, cell }) => ({
        place: Object.fromEntries(by.map((dimension, index) => [dimension, place[index] ?? null])),
        ...cell.difference(),
      }))
      const differing = compared.filter(isDifferent).sort(largestFirst)
      return {
        a: accountOf(a),
        b: accountOf(b),
        unit: b.definition.unit,
        subject: subjectOf(b.definition),
        interval,
        zone,
        by,
        parts: common.names,
        cellsCompared: compared.length,
        cellsDiffering: differing.length,
        whole: whole.difference(),
        cells: differing,
        spreads: spreadings.map((each) => each.spread()).filter((spread) => spread !== null),
      }
    },
  }
}

function accountOf({ definition: { name: kpi, version }, name }: AccountsToCompare['a']): ComparedAccount {
  return { name, kpi, version }
}

function cellsByPlace({ cells }: Summary, by: readonly SummaryDimension[]): Map<string, SummaryCell> {
  return new Map(
    (cells ?? []).map((cell) => [JSON.stringify(by.map((dimension) => cell[dimension] ?? null)), cell]),
  )
}

/** A change within a cell is one there; one that leads from a cell to another is a loss in the first and a gain in the other. */
function sidesByCell({ before, after }: ObservationPair): (ObservationPair & { key: string })[] {
  const [was, is] = [isCounted(before) ? before : null, isCounted(after) ? after : null]
  if (was !== null && is !== null && was.cell === is.cell) return [{ key: was.cell, before: was, after: is }]
  return [
    ...(was === null ? [] : [{ key: was.cell, before: was, after: null }]),
    ...(is === null ? [] : [{ key: is.cell, before: null, after: is }]),
  ]
}

function isDifferent({ a, b, subjects }: CellDifference): boolean {
  return subjects > 0 || (a?.value ?? null) !== (b?.value ?? null)
}

/** No number says how far a cell moved that one side does not have. */
function largestFirst(one: CellDifference, other: CellDifference): number {
  const sizeOf = ({ difference }: CellDifference) => (difference === null ? -1 : Math.abs(difference))
  return (
    sizeOf(other) - sizeOf(one) || other.subjects - one.subjects || (placeOf(one) < placeOf(other) ? -1 : 1)
  )
}

function placeOf({ place }: CellDifference): string {
  return JSON.stringify(Object.values(place))
}
