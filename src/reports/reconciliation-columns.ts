/**
 * The columns of a reconciliation: its totals by measure and KPI, and its differences. Sums are in ms inside and in seconds wherever they are
 * read, those of scores in hundredths and in points.
 */
import { type AccountCell, unitOfSum } from '../reconciliation/account'
import type { Difference } from '../reconciliation/difference'
import type { MeasureTotal } from '../reconciliation/reconciliation'
import { formatInstant } from '../time/instant'
import type { Zone } from '../time/zone-name'
import type { Column } from './column'
import { localLabel } from './local-label'
import { formatGap, formatNumber } from './number-format'

export const measureColumns: readonly Column<MeasureTotal>[] = [
  { key: 'measure', title: 'Measure', shows: 'text', value: (total) => total.measure },
  statColumn((total) => total),
  { key: 'kpi', title: 'KPI', shows: 'text', value: (total) => total.kpi },
  amountColumn('said', 'Platform', (total) => [total, total.said]),
  amountColumn('computed', 'Computed', (total) => [total, total.computed]),
  gapColumn('gap', 'Gap', (total) => [total, total.gap]),
  { key: 'differences', title: 'Differing', shows: 'count', value: (total) => total.differences },
  gapColumn('unexplainedGap', 'Unexplained', (total) => [total, total.unexplainedGap]),
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
    statColumn(({ cell }) => cell),
    { key: 'kpi', title: 'KPI', shows: 'text', value: ({ cell }) => cell.kpi },
    amountColumn('said', 'Platform', ({ cell, said }) => [cell, said]),
    amountColumn('computed', 'Computed', ({ cell, computed }) => [cell, computed]),
    gapColumn('gap', 'Gap', ({ cell, gap }) => [cell, gap]),
    { key: 'cause', title: 'Cause', shows: 'text', value: ({ cause }) => cause },
  ]
}

/** What is added up: it decides what the number is in. */
type Amount = Pick<AccountCell, 'measure' | 'stat'>

function statColumn<Row>(of: (row: Row) => Amount): Column<Row> {
  return {
    key: 'stat',
    title: 'Stat',
    shows: 'text',
    value: (row) => of(row).stat,
    shown: (row) => ({ count: 'count', seconds: 'sum (s)', score: 'sum' })[unitOf(of(row))],
  }
}

function amountColumn<Row>(
  key: string,
  title: string,
  of: (row: Row) => [Amount, number | null],
): Column<Row> {
  return {
    key,
    title,
    shows: 'count',
    value: (row) => inUnit(...of(row)),
    shown: (row) => {
      const [amount, value] = of(row)
      return formatNumber(inUnit(amount, value), unitOf(amount))
    },
  }
}

function gapColumn<Row>(key: string, title: string, of: (row: Row) => [Amount, number]): Column<Row> {
  return {
    ...amountColumn(key, title, of),
    shown: (row) => {
      const [amount, gap] = of(row)
      return formatGap(inUnit(amount, gap) ?? 0, unitOf(amount))
    },
  }
}

const inOneUnit = { count: 1, seconds: 1000, score: 100 }

function inUnit(amount: Amount, value: number | null): number | null {
  return value === null ? null : value / inOneUnit[unitOf(amount)]
}

function unitOf({ stat, measure }: Amount): 'count' | 'seconds' | 'score' {
  if (stat === 'count') return 'count'
  return unitOfSum(measure) === 'hundredths' ? 'score' : 'seconds'
}
