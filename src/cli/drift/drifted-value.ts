import { quotientOf } from '../../kpis/aggregation'
import { definitionInBuild } from '../../kpis/catalogue'
import type { Declared } from '../../kpis/declared'
import { nameAndVersion, type Unit } from '../../kpis/definition'
import { valueOfParts } from '../../kpis/value'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import type { DriftCellRow } from '../../store/drift/read-drift'

/** What a KPI was on a day and what it is since its drift. */
export interface DriftedValue extends DriftCellRow {
  unit: Unit
  /** Null of nothing, and of a KPI whose value no sum tells (a maximum, a percentile, a number of different ones). */
  before: number | null
  after: number | null
}

/**
 * What moved of these cells, their sums divided: by what this build declares of a version, else by what was kept of it. Where no sum tells
 * the value, and of a version of which neither is known, a row that changed is all there is to say.
 */
export async function driftedValues(db: Connection, cells: readonly DriftCellRow[]): Promise<DriftedValue[]> {
  const stored = await readDefinitions(db)
  const declared = new Map(
    stored.map((each) => [nameAndVersion(each), definitionInBuild(each) ?? each.declared]),
  )
  return cells.flatMap((cell) => {
    const definition = declared.get(nameAndVersion({ name: cell.kpi, version: cell.version })) ?? null
    if (!hasMoved(cell, definition)) return []
    const value = (parts: readonly number[]) => (definition === null ? null : valueOfParts(definition, parts))
    return [
      {
        ...cell,
        unit: definition?.unit ?? 'number',
        before: value(cell.partsBefore),
        after: value(cell.partsAfter),
      },
    ]
  })
}

function hasMoved(cell: DriftCellRow, definition: Declared | null): boolean {
  if (definition === null || quotientOf(definition) === null) return true
  return (
    cell.observationsBefore !== cell.observationsAfter ||
    cell.partsBefore.some((part, index) => part !== cell.partsAfter[index])
  )
}
