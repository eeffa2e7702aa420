/** The published or tried value of a KPI, as a whole and by the dimensions asked for. */

import type { Summary, SummaryCell, SummaryDimension } from '../kpis/summary'
import { palette } from './colour'
import type { Column } from './column'
import { type Format, render } from './format'
import { gapLines, type ResultsGaps } from './gaps-report'
import { jsonDocument } from './json'
import { missing, withUnit } from './number-format'
import { type TableOptions, table } from './table'

export interface ResultsReportOptions extends TableOptions {
  readonly by?: readonly SummaryDimension[]
  /** A queue's or agent's name, for people; machines get ids. */
  readonly nameOf?: (dimension: SummaryDimension, id: string) => string | undefined
  /** What a person does about observations without a zone, where that is not loading the zones into the store. */
  readonly zoneAdvice?: string
  /** What the numbers lack; absent where nobody can know, as for numbers tried on files. */
  readonly gaps?: ResultsGaps
}

const loadZones = 'load them with `retally reference load --zones FILE` (queues: `--queue-zones FILE`)'

/**
 * `table`: the value with what it is made of, a line per cell, and what the numbers lack. `json`: the summary itself, with its `gaps`.
 * `jsonl`, `csv`: a line per cell, or one line for the whole where nothing was asked to be split; the gaps have no place there.
 */
export function resultsReport(summary: Summary, format: Format, options: ResultsReportOptions = {}): string {
  const { gaps } = options
  if (format === 'json') return jsonDocument(gaps === undefined ? summary : { ...summary, gaps })
  const columns = cellColumns(summary, options)
  if (format !== 'table') return render(summary.cells ?? [wholeOf(summary)], columns, format)
  const cells = summary.cells === undefined ? '' : `\n${table(summary.cells, columns, options)}`
  return `${heading(summary, options)}${cells}${gapNote(gaps, options)}`
}

function gapNote(gaps: ResultsGaps | undefined, { colour = false }: ResultsReportOptions): string {
  const lines = gaps === undefined ? [] : gapLines(gaps)
  if (lines.length === 0) return ''
  const colours = palette(colour)
  return `\n${colours.bad('Gaps in these numbers')}\n${lines.map((line) => `  ${line}\n`).join('')}`
}

function heading(summary: Summary, { colour = false, zoneAdvice = loadZones }: ResultsReportOptions): string {
  const colours = palette(colour)
  const { kpi, version, unit, value, observations, withoutZone, emit, percentiles } = summary
  const by = summary.variant === undefined ? '' : ` by ${summary.variant}`
  const lines = [
    colours.heading(`${kpi}@${version}${by}: ${withUnit(value, unit)}`),
    observations === 0 && value === null
      ? 'Nothing was observed, which is not the same as 0.'
      : `${observations} observations: ${partsText(summary)}`,
  ]
  if (percentiles !== undefined) {
    const texts = Object.entries(percentiles).map(
      ([name, seconds]) => `${name} ${withUnit(seconds, 'seconds')}`,
    )
    lines.push(`Of the durations: ${texts.join(', ')}`)
  }
  if (emit !== undefined) {
    lines.push(
      `Durations count where they elapsed (clip). Where they were posted (emit): ${withUnit(emit.value, unit)}, ${partsText(emit)}`,
    )
  }
  if (withoutZone > 0) {
    lines.push(colours.bad(`${withoutZone} observations have no known time zone: ${zoneAdvice}.`))
  }
  return lines.map((line) => `${line}\n`).join('')
}

function partsText({ parts }: Pick<Summary, 'parts'>): string {
  return Object.entries(parts)
    .map(([name, part]) => `${name} ${part}`)
    .join(', ')
}

function wholeOf({ value, parts, observations, percentiles }: Summary): SummaryCell {
  return { value, parts, observations, ...(percentiles === undefined ? {} : { percentiles }) }
}

function cellColumns(summary: Summary, options: ResultsReportOptions): Column<SummaryCell>[] {
  const dimensions = (options.by ?? []).map((dimension): Column<SummaryCell> => {
    const { nameOf } = options
    const column = { key: dimension, title: titles[dimension], shows: 'text' } as const
    const value = (cell: SummaryCell): string | null => cell[dimension] ?? null
    if (nameOf === undefined) return { ...column, value }
    return { ...column, value, shown: (cell) => shownName(value(cell), (id) => nameOf(dimension, id)) }
  })
  const percentiles = Object.keys(summary.percentiles ?? {}).map(
    (name): Column<SummaryCell> => ({
      key: name,
      title: `${name} s`,
      shows: 'seconds',
      value: (cell) => cell.percentiles?.[name] ?? null,
    }),
  )
  const parts = Object.keys(summary.parts).map(
    (name): Column<SummaryCell> => ({
      key: name,
      title: name,
      shows: 'count',
      value: (cell) => cell.parts[name] ?? null,
    }),
  )
  return [
    ...dimensions,
    { key: 'value', title: titleOfValue[summary.unit], shows: summary.unit, value: (cell) => cell.value },
    ...percentiles,
    { key: 'observations', title: 'Observations', shows: 'count', value: (cell) => cell.observations },
    ...parts,
  ]
}

const titles: Record<SummaryDimension, string> = {
  agent: 'Agent',
  queue: 'Queue',
  media: 'Medium',
  direction: 'Direction',
  day: 'Day',
  interval: 'Interval UTC',
  zone: 'Zone',
}

const titleOfValue = { seconds: 'Value s', percent: 'Value %', count: 'Value' } as const

function shownName(id: string | null, nameOf: (id: string) => string | undefined): string {
  return id === null ? missing : (nameOf(id) ?? id)
}
