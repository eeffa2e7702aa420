import type { Column } from '../../src/reports/column'
import { table } from '../../src/reports/table'
import {
  type Bar,
  type BenchReport,
  type ComparingFigures,
  type Cost,
  type FigureName,
  figureTitles,
  type NightFigures,
  type PlanningFigures,
} from './figures'

/** The report for people: the figures of each size side by side, then the ratios with their bars. */
export function reportText(report: BenchReport): string {
  const { made, sizes, zones } = report
  const names = Object.keys(figureTitles) as FigureName[]
  const figureColumns: Column<FigureName>[] = [
    {
      key: 'figure',
      title: 'conversations/s unless said otherwise',
      shows: 'text',
      value: (name) => figureTitles[name],
    },
    ...sizes.map(
      (figures): Column<FigureName> => ({
        key: String(figures.conversations),
        title: `at ${grouped(figures.conversations ?? 0)}`,
        shows: 'count',
        value: (name) => figures[name],
        shown: (name) => shown(figures[name]),
      }),
    ),
    {
      key: 'growth',
      title: 'growth',
      shows: 'count',
      value: (name) => report.growth[name] ?? null,
      shown: (name) => (report.growth[name] === undefined ? '' : `× ${ratio(report.growth[name])}`),
    },
  ]
  const ratioColumns: Column<Bar>[] = [
    { key: 'ratio', title: 'ratio', shows: 'text', value: (bar) => bar.name },
    {
      key: 'conversations',
      title: 'at',
      shows: 'count',
      value: (bar) => bar.conversations,
      shown: (bar) => (bar.conversations === null ? '' : grouped(bar.conversations)),
    },
    {
      key: 'measured',
      title: 'measured',
      shows: 'count',
      value: (bar) => bar.value,
      shown: (bar) => ratio(bar.value),
    },
    { key: 'bar', title: 'bar', shows: 'text', value: limitText },
    {
      key: 'met',
      title: '',
      shows: 'text',
      value: (bar) => bar.met,
      shown: (bar) => (limitText(bar) === '' ? '' : bar.met ? 'met' : 'MISSED'),
    },
  ]
  return [
    `Node ${made.node}, Postgres ${made.postgres}, ${made.processors} processors with load ${made.loadBefore.toFixed(1)} before, ${made.seconds.toFixed(0)} s in all.\n`,
    table(names, figureColumns),
    `Zone look-ups a second: ${shown(zones.oursPerSecond)}, luxon ${shown(zones.luxonPerSecond)}.\n`,
    table(report.bars, ratioColumns),
    growthText(report),
    table(report.costs, costColumns),
  ].join('\n')
}

/** What grows with the days: plans and states, and diffs of stored versions; a line a length, beside the shortest. */
export function growthText({ planning, comparing }: Pick<BenchReport, 'planning' | 'comparing'>): string {
  return `${planningText(planning)}\n${comparingText(comparing)}`
}

function planningText(figures: readonly PlanningFigures[]): string {
  return table(figures, [
    { key: 'days', title: 'days', shows: 'count', value: ({ days }) => days },
    counted('partitions', 'partitions'),
    { key: 'planMs', title: 'plan, ms', shows: 'count', value: ({ planMs }) => planMs },
    grown(figures, 'planMs'),
    { key: 'statusMs', title: 'status, ms', shows: 'count', value: ({ statusMs }) => statusMs },
    grown(figures, 'statusMs'),
  ])
}

/** A line a round: a night alone, the same beside a backfill, and what the backfill had of the requests. */
export function nightText(figures: readonly NightFigures[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`
  return table(figures, [
    { key: 'requests', title: 'requests of the night', shows: 'count', value: ({ requests }) => requests },
    { key: 'alone', title: 'alone, s', shows: 'count', value: ({ aloneSeconds }) => aloneSeconds },
    {
      key: 'beside',
      title: 'beside a backfill, s',
      shows: 'count',
      value: ({ besideSeconds }) => besideSeconds,
    },
    {
      key: 'longer',
      title: 'longer by',
      shows: 'text',
      value: ({ aloneSeconds, besideSeconds }) => percent(besideSeconds / aloneSeconds - 1),
    },
    {
      key: 'share',
      title: 'backfill’s share of the requests',
      shows: 'text',
      value: ({ requests, backfillRequests }) => percent(backfillRequests / (requests + backfillRequests)),
    },
  ])
}

function comparingText(figures: readonly ComparingFigures[]): string {
  return table(figures, [
    { key: 'days', title: 'days', shows: 'count', value: ({ days }) => days },
    grown(figures, 'days'),
    counted('differing', 'conversations that differ'),
    { key: 'diffMs', title: 'diff, ms', shows: 'count', value: ({ diffMs }) => diffMs },
    grown(figures, 'diffMs'),
  ])
}

function counted<Name extends string>(key: Name, title: string): Column<Record<Name, number>> {
  return { key, title, shows: 'count', value: (each) => each[key], shown: (each) => grouped(each[key]) }
}

function grown<Name extends string>(
  [smallest]: readonly Record<Name, number>[],
  of: Name,
): Column<Record<Name, number>> {
  const value = (each: Record<Name, number>) =>
    smallest === undefined ? '' : `× ${ratio(each[of] / smallest[of])}`
  return { key: `${of}Growth`, title: 'growth', shows: 'text', value }
}

const costColumns: Column<Cost>[] = [
  { key: 'definition', title: 'processor time in memory', shows: 'text', value: ({ name }) => name },
  {
    key: 'group',
    title: 'of',
    shows: 'text',
    value: ({ group }) => group,
    shown: ({ group }) => group ?? 'all of them in one pass',
  },
  {
    key: 'milliseconds',
    title: 'ms / 100,000 conversations',
    shows: 'count',
    value: ({ milliseconds }) => milliseconds,
    shown: ({ milliseconds }) => shown(milliseconds),
  },
  {
    key: 'rows',
    title: 'rows each',
    shows: 'count',
    value: ({ rowsEach }) => rowsEach,
    shown: ({ rowsEach }) => rowsEach.toFixed(2),
  },
  {
    key: 'share',
    title: 'share',
    shows: 'count',
    value: ({ share }) => share,
    shown: ({ share }) => `${(100 * share).toFixed(1)} %`,
  },
]

function limitText({ atLeast, atMost }: Bar): string {
  if (atLeast !== undefined) return `≥ ${atLeast}`
  return atMost === undefined ? '' : `≤ ${atMost}`
}

function ratio(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function shown(value: number | null): string {
  return value === null ? '–' : grouped(Math.round(value))
}

function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
}
