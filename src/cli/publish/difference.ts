import { nameAndVersion } from '../../kpis/definition'
import type { SummaryDimension } from '../../kpis/summary-dimensions'
import { type MovedCell, movedCells, placeKey } from '../../reports/moved-cells'
import type { Connection } from '../../store/connection'
import type { LocalDate } from '../../time/local-date'
import { utcZone } from '../../time/zone-name'
import { intervalOfDays } from '../options/range'
import type { DefinitionWithResults } from '../results/definition-with-results'
import { readResults } from '../results/read-results'

interface SideOfDifference {
  kpi: string
  value: number | null
  observations: number
}

/** What a promotion changes for its readers, in the KPI's own unit: small enough to stand in the account for ever. */
export interface Difference {
  a: SideOfDifference
  b: SideOfDifference
  /** Cells are UTC day × queue, or × agent where queues are not observed by both, or the day alone. */
  by: readonly SummaryDimension[]
  cells: number
  differing: number
  /** UTC days whose value differs, the largest change first; no more than are named here. */
  days: readonly { day: LocalDate; a: number | null; b: number | null }[]
  daysDiffering: number
  largest: readonly MovedCell[]
}

const daysNamed = 31
const cellsNamed = 10

/**
 * The difference between what is in force and what is to be, from the rows as they stand now: it cannot be older than the newest
 * computation of these days. The one place that says what a promotion is based on.
 */
export async function differenceOf(
  db: Connection,
  a: DefinitionWithResults,
  b: DefinitionWithResults,
  range: { first: LocalDate; last: LocalDate },
): Promise<Difference> {
  const by = dimensionsOf(a, b)
  const read = (which: DefinitionWithResults, dimensions: readonly SummaryDimension[]) =>
    readResults(db, which, { interval: intervalOfDays(range), by: dimensions, zone: utcZone })
  const [was, is] = [await read(a, by), await read(b, by)]
  const moved = movedCells(was, is, by)
  const days = movedCells(await read(a, ['day']), await read(b, ['day']), ['day'])
  return {
    a: { kpi: nameAndVersion(a.definition), value: was.value, observations: was.observations },
    b: { kpi: nameAndVersion(b.definition), value: is.value, observations: is.observations },
    by,
    cells: new Set([...(was.cells ?? []), ...(is.cells ?? [])].map((cell) => placeKey(cell, by))).size,
    differing: moved.length,
    days: days
      .slice(0, daysNamed)
      .map(({ place, before, after }) => ({ day: place.day as LocalDate, a: before, b: after })),
    daysDiffering: days.length,
    largest: moved.slice(0, cellsNamed),
  }
}

function dimensionsOf(a: DefinitionWithResults, b: DefinitionWithResults): readonly SummaryDimension[] {
  const common = (['queue', 'agent'] as const).find((each) =>
    [a, b].every(({ definition }) => definition.dimensions.includes(each)),
  )
  return common === undefined ? ['day'] : ['day', common]
}
