/** The numbers of a KPI over some dates: of the version that was named, or of each version in force, for its own dates. */
import type { Summary, SummaryCell } from '../kpis/summary'
import type { LocalDate } from '../time/local-date'
import type { Column } from './column'
import { type Format, render } from './format'
import { jsonDocument } from './json'
import { type ResultsReportOptions, resultsDocument, resultsLines, resultsReport } from './results-report'

/** The dates out of those asked for on which a version is in force, both included. */
export interface DatesInForce {
  readonly first: LocalDate
  readonly last: LocalDate
}

export interface DatedResults {
  readonly summary: Summary
  /** Null of a version that was named: it stands by itself, for all dates. */
  readonly dates: DatesInForce | null
  readonly options: ResultsReportOptions
}

type DatedLine = SummaryCell & Pick<Summary, 'version'> & DatesInForce

/**
 * Versions are shown one after another, in the order of their dates, and nothing is added up over two of them. `table`, `json`: of one
 * version its report as `resultsReport` gives it, of several each with its dates (in JSON under `stretches`). `jsonl`, `csv`: each line with
 * its version and the first and last date of that, unless one was named; also of one version, so that a program finds the columns on any dates.
 */
export function datedResultsReport(results: readonly DatedResults[], format: Format): string {
  const [only, ...more] = results
  const isByLine = format === 'jsonl' || format === 'csv'
  if (only !== undefined && more.length === 0 && (only.dates === null || !isByLine))
    return resultsReport(only.summary, format, only.options)
  if (isByLine) return render(results.flatMap(linesOf), columnsOf(results), format)
  if (format === 'table') return results.map(section).join('\n')
  return jsonDocument({ kpi: only?.summary.kpi, stretches: results.map(stretchOf) })
}

function section({ summary, dates, options }: DatedResults): string {
  return resultsReport(summary, 'table', { ...options, ...(dates !== null && { dates }) })
}

function stretchOf({ summary, dates, options }: DatedResults): object {
  const { kpi: _, ...document } = resultsDocument(summary, options)
  return { first: dates?.first, last: dates?.last, ...document }
}

function linesOf({ summary, dates, options }: DatedResults): DatedLine[] {
  const { version } = summary
  const { first, last } = dates as DatesInForce
  return resultsLines(summary, options).lines.map((cell) => ({ ...cell, version, first, last }))
}

/** Versions may have other parts: each column once, and empty in lines of a version that lacks it. */
function columnsOf(results: readonly DatedResults[]): Column<DatedLine>[] {
  const each = results.map(({ summary, options }) => resultsLines(summary, options))
  const once = (columns: readonly Column<SummaryCell>[]) =>
    new Map(columns.map((column) => [column.key, column])).values()
  return [
    ...once(each.flatMap(({ dimensions }) => dimensions)),
    ...whose,
    ...once(each.flatMap(({ values }) => values)),
  ]
}

const whose: readonly Column<DatedLine>[] = [
  { key: 'version', title: 'Version', shows: 'count', value: ({ version }) => version },
  { key: 'first', title: 'First', shows: 'text', value: ({ first }) => first },
  { key: 'last', title: 'Last', shows: 'text', value: ({ last }) => last },
]
