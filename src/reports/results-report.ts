/** The published or tried value of a KPI, as a whole and by the dimensions asked for. */

import type { Unit } from '../kpis/definition'
import type { MissingLookUp } from '../kpis/look-up'
import type { Summary, SummaryCell } from '../kpis/summary'
import type { SummaryDimension } from '../kpis/summary-dimensions'
import type { LocalDate } from '../time/local-date'
import { palette } from './colour'
import { type Column, shownText } from './column'
import { columnsWithRoom } from './columns-with-room'
import { counted } from './counted'
import { type Flaws, flawLines } from './flaws'
import { type Format, render } from './format'
import { gapLines, type ResultsGaps, spanLabel } from './gaps-report'
import { jsonDocument } from './json'
import { haveNoKnown, lackingLines, subjectLines } from './missing-look-ups'
import { formatNumber, missing as nothing, withUnit } from './number-format'
import { partsInWords } from './parts-in-words'
import { type TableOptions, table } from './table'

export interface ResultsReportOptions extends TableOptions {
  readonly by?: readonly SummaryDimension[]
  /** Of numbers beside those of other dates: which are theirs, both included. */
  readonly dates?: { readonly first: LocalDate; readonly last: LocalDate }
  /** Which parts a line has, in this order; without it all, or as many as the terminal has room for. */
  readonly parts?: readonly string[]
  /** People see a queue's name, machines get it beside the id; absent where nobody can know names. */
  readonly queueName?: (queueId: string) => string | undefined
  /** What a person does about observations without a zone, where that is not loading the zones into the store. */
  readonly zoneAdvice?: string
  /** What the numbers lack; absent where nobody can know, as for numbers tried on files. */
  readonly gaps?: ResultsGaps
  /** What of it does not add up; absent where nobody can know. */
  readonly flaws?: Flaws
  /** Which look-ups failed, and whose; absent where nobody can know. */
  readonly missing?: readonly MissingLookUp[]
  /** Of money, ISO 4217; absent where no rate was loaded. */
  readonly currency?: string | undefined
}

const loadZones = 'load them with `retally reference load --zones FILE` (queues: `--queue-zones FILE`)'

/**
 * `table`: the value with what it is made of, a line per cell in the order of what is shown, and what the numbers lack. `json`: the summary
 * itself, with names of queues and its `gaps`. `jsonl`, `csv`: a line per cell in the order of ids, or one line for the whole where nothing
 * was asked to be split; the gaps have no place there.
 */
export function resultsReport(summary: Summary, format: Format, options: ResultsReportOptions = {}): string {
  if (format === 'json') return jsonDocument(resultsDocument(summary, options))
  if (format === 'table')
    return `${heading(summary, options)}${cellTable(summary, options)}${gapNote(options.gaps, options)}`
  const { lines, dimensions, values } = resultsLines(summary, options)
  return render(lines, [...dimensions, ...values], format)
}

/** The document of `json`. */
export function resultsDocument(
  summary: Summary,
  options: ResultsReportOptions,
): Summary & Record<string, unknown> {
  const { gaps, missing, flaws, currency } = options
  return {
    ...withQueueNames(summary, options),
    ...(currency && summary.unit === 'money' && { currency }),
    ...(missing && missing.length > 0 && { missing }),
    ...(flaws && { flaws }),
    ...(gaps && { gaps }),
  }
}

/** The lines of `jsonl` and `csv`. */
export interface ResultsLines {
  readonly lines: readonly SummaryCell[]
  readonly dimensions: readonly Column<SummaryCell>[]
  readonly values: readonly Column<SummaryCell>[]
}

export function resultsLines(summary: Summary, options: ResultsReportOptions): ResultsLines {
  return {
    lines: summary.cells ?? [wholeOf(summary)],
    dimensions: (options.by ?? []).flatMap((dimension) => idColumns(dimension, options)),
    values: valueColumns(summary, options),
  }
}

function withQueueNames(summary: Summary, { queueName }: ResultsReportOptions): Summary {
  if (queueName === undefined || summary.cells === undefined) return summary
  const cells = summary.cells.map((cell) => {
    if (cell.queue === undefined) return cell
    const { queue, ...rest } = cell
    return { queue, queueName: nameOfQueue(cell, queueName), ...rest }
  })
  return { ...summary, cells }
}

function cellTable({ cells, ...summary }: Summary, options: ResultsReportOptions): string {
  if (cells === undefined) return ''
  const dimensions = (options.by ?? []).map((dimension) => shownColumn(dimension, options))
  const rows = inOrderShown(cells, dimensions)
  const mayGo = options.parts === undefined ? Object.keys(summary.parts) : []
  const all = [...dimensions, ...valueColumns(summary, options)]
  const { columns, leftOut } = columnsWithRoom(rows, all, mayGo, options.width)
  return `\n${table(rows, columns, options)}${leftOutNote(leftOut, options)}`
}

function leftOutNote(leftOut: readonly string[], { colour = false }: ResultsReportOptions): string {
  if (leftOut.length === 0) return ''
  const note = `No room for ${leftOut.join(', ')}: --parts chooses, -o csv has all.`
  return `${palette(colour).faint(note)}\n`
}

/** By code point, column by column; what is unknown comes last. Cells that show the same keep their order. */
function inOrderShown(
  cells: readonly SummaryCell[],
  columns: readonly Column<SummaryCell>[],
): readonly SummaryCell[] {
  const placed = cells.map((cell) => ({
    cell,
    shown: columns.map((column) => (column.value(cell) === null ? null : shownText(column, cell))),
  }))
  placed.sort((a, b) => compareShown(a.shown, b.shown))
  return placed.map(({ cell }) => cell)
}

function compareShown(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  const at = a.findIndex((text, index) => text !== b[index])
  const [left, right] = [a[at] ?? null, b[at] ?? null]
  if (left === right) return 0
  if (left === null) return 1
  if (right === null) return -1
  return left < right ? -1 : 1
}

function gapNote(gaps: ResultsGaps | undefined, { colour = false }: ResultsReportOptions): string {
  const lines = gaps === undefined ? [] : gapLines(gaps)
  if (lines.length === 0) return ''
  const colours = palette(colour)
  return `\n${colours.bad('Gaps in these numbers')}\n${lines.map((line) => `  ${line}\n`).join('')}`
}

function heading(
  summary: Summary,
  {
    colour = false,
    zoneAdvice = loadZones,
    missing = [],
    flaws = {},
    queueName,
    currency,
    dates,
  }: ResultsReportOptions,
): string {
  const colours = palette(colour)
  const { kpi, version, unit, value, observations, withoutZone, emit, percentiles } = summary
  const by = summary.variant === undefined ? '' : ` by ${summary.variant}`
  const on = dates === undefined ? '' : `, ${spanLabel(dates)}`
  const lines = [
    colours.heading(`${kpi}@${version}${by}${on}: ${withUnit(value, unit, currency)}`),
    observations === 0 && value === null
      ? 'Nothing was observed, which is not the same as 0.'
      : `${counted(observations, 'observation')}: ${partsInWords(summary.parts)}`,
  ]
  if (percentiles !== undefined) {
    const texts = Object.entries(percentiles).map(
      ([name, seconds]) => `${name} ${withUnit(seconds, 'seconds')}`,
    )
    lines.push(`Of the durations: ${texts.join(', ')}`)
  }
  if (emit !== undefined) {
    lines.push(
      `Durations count where they elapsed (clip). Where they were posted (emit): ${withUnit(emit.value, unit, currency)}, ${partsInWords(emit.parts)}`,
    )
  }
  lines.push(...provisionalLines(summary))
  if (withoutZone > 0) {
    lines.push(colours.bad(`${haveNoKnown(withoutZone)} time zone: ${zoneAdvice}.`))
  }
  lines.push(...lackingLines(summary.lacking ?? {}).map((line) => colours.bad(line)))
  lines.push(...subjectLines(missing, queueName), ...flawLines(flaws))
  return lines.map((line) => `${line}\n`).join('')
}

/** Which of the numbers may still move; nothing where all are final, or nobody can know. */
function provisionalLines({ provisional = 0, observations }: Summary): string[] {
  if (provisional === 0) return []
  const whose = provisional === observations && provisional > 1 ? 'All' : `${provisional}`
  return [
    `${whose} of the observations ${provisional === 1 ? 'is provisional: what it tells' : 'are provisional: what they tell'} of is not over, or the exports do not reach far enough beyond it.`,
  ]
}

function wholeOf({ value, parts, observations, provisional, percentiles }: Summary): SummaryCell {
  return {
    value,
    parts,
    observations,
    ...(provisional === undefined ? {} : { provisional }),
    ...(percentiles === undefined ? {} : { percentiles }),
  }
}

/** A dimension as people see it. */
function shownColumn(dimension: SummaryDimension, { queueName }: ResultsReportOptions): Column<SummaryCell> {
  const column = dimensionColumn(dimension)
  if (dimension !== 'queue' || queueName === undefined) return column
  return { ...column, shown: (cell) => nameOfQueue(cell, queueName) ?? cell.queue ?? nothing }
}

/** A dimension for machines: the id, and beside a queue's its name. */
function idColumns(dimension: SummaryDimension, { queueName }: ResultsReportOptions): Column<SummaryCell>[] {
  const column = dimensionColumn(dimension)
  if (dimension !== 'queue' || queueName === undefined) return [column]
  const value = (cell: SummaryCell) => nameOfQueue(cell, queueName)
  return [column, { key: 'queueName', title: 'Queue name', shows: 'text', value }]
}

function dimensionColumn(dimension: SummaryDimension): Column<SummaryCell> {
  return {
    key: dimension,
    title: titles[dimension],
    shows: 'text',
    value: (cell) => cell[dimension] ?? null,
  }
}

function nameOfQueue({ queue }: SummaryCell, queueName: (id: string) => string | undefined): string | null {
  return queue == null ? null : (queueName(queue) ?? null)
}

function valueColumns(
  summary: Omit<Summary, 'cells'>,
  { currency, parts: wanted = Object.keys(summary.parts) }: ResultsReportOptions,
): Column<SummaryCell>[] {
  const percentiles = Object.keys(summary.percentiles ?? {}).map(
    (name): Column<SummaryCell> => ({
      key: name,
      title: `${name} s`,
      shows: 'seconds',
      value: (cell) => cell.percentiles?.[name] ?? null,
    }),
  )
  const parts = wanted.map(
    (name): Column<SummaryCell> => ({
      key: name,
      title: name,
      shows: 'count',
      value: (cell) => cell.parts[name] ?? null,
    }),
  )
  return [
    valueColumn(summary.unit, currency),
    ...percentiles,
    { key: 'observations', title: 'Observations', shows: 'count', value: (cell) => cell.observations },
    ...(summary.provisional === undefined || summary.emit !== undefined ? [] : [provisionalColumn]),
    ...parts,
  ]
}

function valueColumn(unit: Unit, currency: string | undefined): Column<SummaryCell> {
  const column = {
    key: 'value',
    title: titleOfValue[unit],
    shows: unit,
    value: (cell: SummaryCell) => cell.value,
  }
  if (unit !== 'money' || currency === undefined) return column
  return { ...column, title: `Value ${currency}`, shown: ({ value }) => formatNumber(value, unit, currency) }
}

const provisionalColumn: Column<SummaryCell> = {
  key: 'provisional',
  title: 'Provisional',
  shows: 'count',
  value: (cell) => cell.provisional ?? null,
}

const titles: Record<SummaryDimension, string> = {
  agent: 'Agent',
  queue: 'Queue',
  media: 'Medium',
  direction: 'Direction',
  day: 'Day',
  interval: 'Interval UTC',
  zone: 'Zone',
  site: 'Site',
}

const titleOfValue: Record<Unit, string> = {
  seconds: 'Value s',
  percent: 'Value %',
  count: 'Value',
  score: 'Value',
  number: 'Value',
  money: 'Value',
}
