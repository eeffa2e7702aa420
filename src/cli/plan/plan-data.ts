import type { Plan } from '../../planning/plan'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'

/** One thing a plan does: days to fetch, or days of a version to compute. */
interface Unit {
  does: 'fetch' | 'compute'
  kpi: string | null
  state: string | null
  cause: string | null
  reason: string
  first: string
  last: string
  days: number
  toReplay: number | null
}

/** The units of a plan as CSV: its JSON has them, and all the rest. */
export function planUnits({ exports, partitions }: Plan): string {
  const units: Unit[] = [
    ...exports.map((run) => ({
      does: 'fetch' as const,
      ...{ kpi: null, state: null, cause: null, toReplay: null },
      ...run,
    })),
    ...partitions.map((run) => ({ does: 'compute' as const, ...run })),
  ]
  return render(units, columns, 'csv')
}

const columns: readonly Column<Unit>[] = [
  { key: 'does', title: 'Does', shows: 'text', value: (unit) => unit.does },
  { key: 'kpi', title: 'KPI', shows: 'text', value: (unit) => unit.kpi },
  { key: 'state', title: 'State', shows: 'text', value: (unit) => unit.state },
  { key: 'cause', title: 'Cause', shows: 'text', value: (unit) => unit.cause },
  { key: 'reason', title: 'Reason', shows: 'text', value: (unit) => unit.reason },
  { key: 'first', title: 'First', shows: 'text', value: (unit) => unit.first },
  { key: 'last', title: 'Last', shows: 'text', value: (unit) => unit.last },
  { key: 'days', title: 'Days', shows: 'count', value: (unit) => unit.days },
  { key: 'toReplay', title: 'To replay', shows: 'count', value: (unit) => unit.toReplay },
]
