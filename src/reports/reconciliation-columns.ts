/** The columns of a reconciliation: its totals by measure and KPI, and its differences. Sums are in ms inside and in seconds wherever they are read. */
import type { Unit } from '../kpis/definition'
import type { Stat } from '../reconciliation/account'
import type { Difference } from '../reconciliation/difference'
import type { MeasureTotal } from '../reconciliation/reconciliation'
import { formatInstant } from '../time/instant'
import type { Zone } from '../time/zone-name'
import type { Column } from './column'
import { localLabel } from './local-label'
import { formatGap, formatNumber } from './number-format'

export const measureColumns: readonly Column<MeasureTotal>[] = [
  { key: 'measure', title: 'Measure', shows: 'text', value: (total) => total.measure },
  statColumn((total) => total.stat),
  { key: 'kpi', title: 'KPI', shows: 'text', value: (total) => total.kpi },
  amountColumn('said', 'Platform', (total) => [total.stat, total.said]),
  amountColumn('computed', 'Computed', (total) => [total.stat, total.computed]),
  gapColumn('gap', 'Gap', (total) => [total.stat, total.gap]),
  { key: 'differences', title: 'Differing', shows: 'count', value: (total) => total.differences },
  gapColumn('unexplainedGap', 'Unexplained', (total) => [total.stat, total.unexplainedGap]),
]

export interface DifferenceNaming {
  readonly zone: Zone
  readonly queueName?: (queueId: string) => string | undefined
}

/** @param naming how times and queues are called; machines get the UTC instant and the queue's id besides */
export function differenceColumns(naming: DifferenceNaming): readonly Column<Difference>[] {
  return [
    {
      key: 'start',
      title: 'Start UTC',
      shows: 'text',
      value: ({ cell }) => formatInstant(cell.start),
      shown: ({ cell }) => formatInstant(cell.start).slice(0, 16).replace('T', ' '),
    },
    {
      key: 'local',
      title: naming.zone.name,
      shows: 'text',
      value: ({ cell }) => localLabel(naming.zone, cell.start),
    },
    {
      key: 'queueId',
      title: 'Queue',
      shows: 'text',
      value: ({ cell }) => cell.queueId,
      shown: ({ cell: { queueId } }) =>
        queueId === null ? '(none)' : (naming.queueName?.(queueId) ?? queueId),
    },
    { key: 'mediaType', title: 'Medium', shows: 'text', value: ({ cell }) => cell.mediaType },
    { key: 'measure', title: 'Measure', shows: 'text', value: ({ cell }) => cell.measure },
    statColumn(({ cell }) => cell.stat),
    { key: 'kpi', title: 'KPI', shows: 'text', value: ({ cell }) => cell.kpi },
    amountColumn('said', 'Platform', ({ cell, said }) => [cell.stat, said]),
    amountColumn('computed', 'Computed', ({ cell, computed }) => [cell.stat, computed]),
    gapColumn('gap', 'Gap', ({ cell, gap }) => [cell.stat, gap]),
    { key: 'cause', title: 'Cause', shows: 'text', value: ({ cause }) => cause },
  ]
}

function statColumn<Row>(statOf: (row: Row) => Stat): Column<Row> {
  return {
    key: 'stat',
    title: 'Stat',
    shows: 'text',
    value: statOf,
    shown: (row) => (statOf(row) === 'count' ? 'count' : 'sum (s)'),
  }
}

function amountColumn<Row>(key: string, title: string, of: (row: Row) => [Stat, number | null]): Column<Row> {
  return {
    key,
    title,
    shows: 'count',
    value: (row) => inUnit(...of(row)),
    shown: (row) => {
      const [stat, amount] = of(row)
      return formatNumber(inUnit(stat, amount), unitOf(stat))
    },
  }
}

function gapColumn<Row>(key: string, title: string, of: (row: Row) => [Stat, number]): Column<Row> {
  return {
    ...amountColumn(key, title, of),
    shown: (row) => {
      const [stat, gap] = of(row)
      return formatGap(inUnit(stat, gap) ?? 0, unitOf(stat))
    },
  }
}

function inUnit(stat: Stat, amount: number | null): number | null {
  return amount === null || stat === 'count' ? amount : amount / 1000
}

function unitOf(stat: Stat): Unit {
  return stat === 'count' ? 'count' : 'seconds'
}
