/**
 * The report a WFM analyst is handed. It begins with the residue, since that is what needs a person; then the totals of both sides, the
 * causes with what to do about each, and every difference with both numbers.
 */
import type { Reconciliation } from '../reconciliation/reconciliation'
import { formatInterval, type Interval } from '../time/interval'
import { utcZone, type Zone } from '../time/zone-name'
import { palette } from './colour'
import { toObject } from './column'
import { type Format, render } from './format'
import { jsonDocument } from './json'
import { localLabel, utcLabel } from './local-label'
import { differenceColumns, measureColumns } from './reconciliation-columns'
import { type TableOptions, table } from './table'

export interface ReconciliationReportOptions extends TableOptions {
  /** Zone in which times are shown beside UTC; the comparison itself is by UTC half hours. */
  readonly zone: Zone
  /** Release of the tz database behind the local times. */
  readonly tzRelease: string
  /** A queue's name, for people; its id where there is none. */
  readonly queueName?: (queueId: string) => string | undefined
  /** Differences listed in the table; the other formats hold all of them. */
  readonly mostListed?: number
}

const mostListedByDefault = 50

/** `table`: the whole report. `json`: one document. `jsonl`, `csv`: one line per difference. */
export function reconciliationReport(
  reconciliation: Reconciliation,
  format: Format,
  options: ReconciliationReportOptions,
): string {
  if (format === 'table') return forPeople(reconciliation, options)
  if (format === 'json') return jsonDocument(forMachines(reconciliation, options))
  return render(reconciliation.differences, differenceColumns(options), format)
}

/** The interval on the reader's clock and in UTC; once, where these are the same. */
function whereItStands({ start, end }: Interval, options: ReconciliationReportOptions): string {
  const { zone, tzRelease } = options
  const utc = `UTC ${utcLabel(start)} to ${utcLabel(end)}`
  if (zone.canonical === utcZone.canonical) return `${utc}\n`
  const local = `From ${localLabel(zone, start)} to ${localLabel(zone, end)}, ${zone.name}, tz ${tzRelease}`
  return `${local}\n${palette(options.colour ?? false).faint(utc)}\n`
}

function forPeople(reconciliation: Reconciliation, options: ReconciliationReportOptions): string {
  const { interval, cells, equal, differences, byCause, measures } = reconciliation
  const colours = palette(options.colour ?? false)
  const listed = differences.slice(0, options.mostListed ?? mostListedByDefault)
  const sections = [
    `${headline(reconciliation, options.colour ?? false)}\n` +
      `${equal} of ${cells} cells agree (half hour × queue × medium × measure × KPI). Gap = computed − platform.\n` +
      whereItStands(interval, options),
    table(measures, measureColumns, options),
  ]
  if (byCause.length > 0) {
    const list = byCause.map(
      ({ cause, differences: count, explanation }) => `  ${cause}: ${count}\n    ${explanation}\n`,
    )
    sections.push(`${colours.heading('Causes')}\n${list.join('')}`)
  }
  if (listed.length > 0) {
    const left = differences.length - listed.length
    const more = left > 0 ? colours.faint(`… and ${left} more: -o csv lists them all.\n`) : ''
    sections.push(
      `${colours.heading('Differences')}\n${table(listed, differenceColumns(options), options)}${more}`,
    )
  }
  return sections.join('\n')
}

function headline({ unexplained, differences, cells }: Reconciliation, colour: boolean): string {
  const colours = palette(colour)
  if (cells === 0) return colours.bad('Nothing to reconcile: neither side says anything about this interval.')
  if (differences.length === 0) return colours.good('Unexplained: 0. Both accounts agree in every cell.')
  const explained = differences.length - unexplained
  const text = `Unexplained: ${unexplained} of ${differences.length} differences (${explained} with a known cause).`
  return unexplained === 0 ? colours.good(text) : colours.bad(text)
}

/** The document of `-o json`: everything, with instants as ISO texts and sums in seconds. */
function forMachines(reconciliation: Reconciliation, options: ReconciliationReportOptions): object {
  const { interval, cells, equal, silentAgainstZero, unexplained, byCause } = reconciliation
  return {
    interval: formatInterval(interval),
    zone: options.zone.name,
    tzRelease: options.tzRelease,
    cells,
    equal,
    silentAgainstZero,
    unexplained,
    byCause,
    measures: reconciliation.measures.map((total) => toObject(measureColumns, total)),
    differences: reconciliation.differences.map((difference) =>
      toObject(differenceColumns(options), difference),
    ),
  }
}
