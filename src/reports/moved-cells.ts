/** The cells of two versions of a KPI side by side, those that moved most first. */
import type { Summary, SummaryCell } from '../kpis/summary'
import type { SummaryDimension } from '../kpis/summary-dimensions'

export interface MovedCell {
  /** The cell's place: a value per dimension, null where it is unknown. */
  readonly place: Readonly<Partial<Record<SummaryDimension, string | null>>>
  /** Null where the version observed nothing in the cell. */
  readonly before: number | null
  readonly after: number | null
  readonly observationsBefore: number
  readonly observationsAfter: number
}

/**
 * Cells whose value differs between two summaries split by the same dimensions, the largest change first;
 * a cell that one side does not have comes before all others, since no number says how far it moved.
 */
export function movedCells(before: Summary, after: Summary, by: readonly SummaryDimension[]): MovedCell[] {
  const old = new Map((before.cells ?? []).map((cell) => [placeKey(cell, by), cell]))
  const recent = new Map((after.cells ?? []).map((cell) => [placeKey(cell, by), cell]))
  const moved: MovedCell[] = []
  for (const key of new Set([...old.keys(), ...recent.keys()])) {
    const [was, is] = [old.get(key), recent.get(key)]
    if ((was?.value ?? null) === (is?.value ?? null)) continue
    const cell = (is ?? was) as SummaryCell
    moved.push({
      place: Object.fromEntries(by.map((dimension) => [dimension, cell[dimension] ?? null])),
      before: was?.value ?? null,
      after: is?.value ?? null,
      observationsBefore: was?.observations ?? 0,
      observationsAfter: is?.observations ?? 0,
    })
  }
  return moved.sort((a, b) => changeOf(b) - changeOf(a))
}

/** Tells a cell's place from every other; what is unknown is a place of its own. */
export function placeKey(cell: SummaryCell, by: readonly SummaryDimension[]): string {
  return JSON.stringify(by.map((dimension) => cell[dimension] ?? null))
}

function changeOf({ before, after }: MovedCell): number {
  return before === null || after === null ? Number.POSITIVE_INFINITY : Math.abs(after - before)
}
