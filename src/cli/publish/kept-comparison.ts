import type { Comparison } from '../../comparison/comparison'
import type { Declared } from '../../kpis/declared'
import { nameAndVersion } from '../../kpis/definition'
import { subjectOf } from '../../kpis/subject'
import { intervalOfDays } from '../options/range'
import type { StoodOn } from './stands-on'

/** A comparison as it was kept: of its cells the largest, and nobody behind them. */
export function keptComparison(
  { name, aVersion, bVersion, first, last, summary }: StoodOn,
  { unit, unitOfObservation }: Declared,
): Comparison {
  const { cellsCompared, cellsDiffering, by = [], zone = null, parts = [], largest = [], ...whole } = summary
  const { standing: _, ...difference } = whole
  const account = (version: number) => ({ name: nameAndVersion({ name, version }), kpi: name, version })
  return {
    a: account(aVersion),
    b: account(bVersion),
    unit,
    subject: subjectOf({ unitOfObservation }),
    interval: intervalOfDays({ first, last }),
    ...{ zone, by, parts, cellsCompared, cellsDiffering },
    whole: { ...difference, foremost: [] },
    cells: largest.map((cell) => ({ ...cell, foremost: [] })),
    spreads: [],
  }
}
