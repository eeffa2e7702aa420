import {
  isSettled,
  type Standing,
  type StandingGrid,
  type StandingRow,
  standings,
} from '../../planning/standing'
import { palette } from '../colour'
import { filled } from '../filled'
import { sparkline } from '../sparkline'
import type { TableOptions } from '../table'
import { alikeAsOne } from './alike'
import { type ColumnDays, daysOfColumns, type StandingDay } from './days-of-columns'
import { type GridCell, type GridLine, gridText } from './grid-text'
import { isWhole, marks, signOf } from './marks'

export interface Standings {
  readonly grid: StandingGrid
  /** `name@version` of what readers get. */
  readonly published: ReadonlySet<string>
  readonly days: readonly StandingDay[]
  /** A line for each version, also for those that stand alike. */
  readonly each?: boolean
}

/** Of the legend, where no terminal says how wide it is. */
const legendWidth = 120

/** How versions stand, as text: what was fetched, then a line for each kind of version, then what the signs mean. */
export function standingReport(
  { grid, published, days, each = false }: Standings,
  style: TableOptions,
): string {
  const { columns, by } = grid
  const ofColumns = daysOfColumns(columns, by, days)
  const rows = each ? grid.rows.map((row) => ({ ...row, kpis: [row.kpi] })) : alikeAsOne(grid.rows)
  const name = (kpi: string) => `${kpi}${published.has(kpi) ? '*' : ''}`
  const label = (kpis: readonly string[]) =>
    `${name(kpis[0] as string)}${kpis.length > 1 ? ` +${kpis.length - 1}` : ''}`
  const lines = [
    conversationsLine(ofColumns),
    exportedLine(ofColumns),
    ...rows.map((row) => ({ label: label(row.kpis), cells: row.cells.map(cellOf), total: totalOf(row) })),
  ]
  const { width = legendWidth } = style
  const together = rows.flatMap(({ kpis: [first, ...others] }) => {
    const [second, ...more] = others.map(name)
    if (second === undefined) return []
    return filled([`${label([first as string, ...others])}: also ${second}`, ...more], width, ', ')
  })
  const below = [...legend(grid, ofColumns, style), ...together]
  const { faint } = palette(style.colour ?? false)
  return `${gridText(columns, by, lines, { ...style, title: 'stand' })}\n${below.map((line) => `${faint(line)}\n`).join('')}`
}

function conversationsLine(ofColumns: readonly (ColumnDays | null)[]): GridLine {
  const counts = ofColumns.map((column) => column?.conversations ?? null)
  const bars = [...sparkline(counts)]
  return {
    label: 'conversations',
    cells: counts.map((count, index) =>
      count === null ? null : { sign: bars[index] as string, count: null, tone: 'plain' },
    ),
    total: String(counts.reduce((sum: number, count) => sum + (count ?? 0), 0)),
  }
}

function exportedLine(ofColumns: readonly (ColumnDays | null)[]): GridLine {
  const sum = (of: keyof ColumnDays) => ofColumns.reduce((before, column) => before + (column?.[of] ?? 0), 0)
  return {
    label: 'exported',
    cells: ofColumns.map((column) => (column === null ? null : exportedCell(column))),
    total: `${sum('complete')}/${sum('days')}`,
  }
}

/** `N` where no day was exported by a job, `P` where none was completely; small where that is so of some days only. */
function exportedCell({ days, complete, partial }: ColumnDays): GridCell {
  const not = days - complete - partial
  if (complete === days) return { sign: marks.current.sign, count: null, tone: 'good' }
  const [sign, count] = not > 0 ? ['N', not] : ['P', partial]
  return { sign: count === days ? sign : sign.toLowerCase(), count, tone: not > 0 ? 'plain' : 'warn' }
}

function cellOf(cell: StandingRow['cells'][number]): GridCell | null {
  if (cell === null) return null
  const { tone } = marks[cell.worst]
  return { sign: signOf(cell), count: tone === 'good' ? null : (cell.counts[cell.worst] ?? null), tone }
}

/** Partitions that stand, of those there are. */
function totalOf({ counts }: StandingRow): string {
  const sum = (of: readonly Standing[]) => of.reduce((before, each) => before + (counts[each] ?? 0), 0)
  const all = sum(standings)
  return all === 0 ? '' : `${sum(standings.filter(isSettled))}/${all}`
}

/** What the signs that occur mean. */
function legend(
  { rows }: StandingGrid,
  ofColumns: readonly (ColumnDays | null)[],
  { width = legendWidth }: TableOptions,
): string[] {
  const cells = rows.flatMap((row) => row.cells).filter((cell) => cell !== null)
  const exports = ofColumns.filter((column) => column !== null)
  const occurring = standings.filter((standing) => cells.some(({ worst }) => worst === standing)).reverse()
  const isSmall = cells.some((cell) => !isWhole(cell) && /[A-Z]/.test(marks[cell.worst].sign))
  return filled(
    [
      ...occurring.map((standing) => `${marks[standing].sign} ${marks[standing].words}`),
      ...(isSmall ? ['small letter: only some days of the month, the worst first'] : []),
      ...(exports.some(({ days, complete, partial }) => complete + partial < days)
        ? ['N no export of its own (brought by others, or from a file)']
        : []),
      ...(exports.some(({ partial }) => partial > 0) ? ['P partly exported'] : []),
      'blank: nothing to compute',
      '* = published version',
    ],
    width,
    '; ',
  )
}
