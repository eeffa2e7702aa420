import { quotientOf } from '../../kpis/aggregation'
import { catalogue } from '../../kpis/catalogue'
import type { KpiDefinition, Unit } from '../../kpis/definition'
import { valueOfParts } from '../../kpis/value'
import type { DriftCellRow } from '../../store/drift/read-drift'

/** What a KPI was on a day and what it is since its drift. */
export interface DriftedValue extends DriftCellRow {
  unit: Unit
  /** Null of nothing, and of a KPI whose value no sum tells (a maximum, a percentile, a number of different ones). */
  before: number | null
  after: number | null
}

/** Divides the sums of each cell; a definition that only newer code knows has none. */
export function driftedValues(cells: readonly DriftCellRow[]): DriftedValue[] {
  return cells.map((cell) => {
    const definition = definitionOf(cell)
    const value = (parts: readonly number[]) => (definition ? valueOfParts(definition, parts) : null)
    return {
      ...cell,
      unit: definition?.unit ?? 'number',
      before: value(cell.partsBefore),
      after: value(cell.partsAfter),
    }
  })
}

/** Whether anything can be said to have moved; where no sum tells the value, a row that changed is all there is to say. */
export function hasMoved(cell: DriftCellRow): boolean {
  const definition = definitionOf(cell)
  if (definition === undefined || quotientOf(definition) === null) return true
  return (
    cell.observationsBefore !== cell.observationsAfter ||
    cell.partsBefore.some((part, index) => part !== cell.partsAfter[index])
  )
}

function definitionOf({ kpi, version }: DriftCellRow): KpiDefinition | undefined {
  return catalogue.find((each) => each.name === kpi && each.version === version)
}
