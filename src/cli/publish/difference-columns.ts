import type { KpiDefinition } from '../../kpis/definition'
import type { Column } from '../../reports/column'
import { withUnit } from '../../reports/number-format'
import type { Difference } from './difference'

/** One line: what is in force beside what is to be, and in how many places they differ. */
export function differenceColumns({ unit }: KpiDefinition): readonly Column<Difference>[] {
  return [
    { key: 'a', title: 'In force', shows: 'text', value: ({ a }) => a.kpi },
    { key: 'b', title: 'To be', shows: 'text', value: ({ b }) => b.kpi },
    {
      key: 'aValue',
      title: 'Value now',
      shows: unit,
      value: ({ a }) => a.value,
      shown: ({ a }) => withUnit(a.value, unit),
    },
    {
      key: 'bValue',
      title: 'Value then',
      shows: unit,
      value: ({ b }) => b.value,
      shown: ({ b }) => withUnit(b.value, unit),
    },
    { key: 'aObservations', title: 'Observations now', shows: 'count', value: ({ a }) => a.observations },
    { key: 'bObservations', title: 'then', shows: 'count', value: ({ b }) => b.observations },
    { key: 'daysDiffering', title: 'Days differ', shows: 'count', value: (each) => each.daysDiffering },
    { key: 'differing', title: 'Cells differ', shows: 'count', value: (each) => each.differing },
    { key: 'cells', title: 'of', shows: 'count', value: ({ cells }) => cells },
  ]
}
