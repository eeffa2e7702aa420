import { palette } from '../../reports/colour'
import type { Column } from '../../reports/column'
import { flawLines, flawsTogether } from '../../reports/flaws'
import { gapLines } from '../../reports/gaps-report'
import { addedUp, lackingLines } from '../../reports/missing-look-ups'
import { missing as nothingShown } from '../../reports/number-format'
import { sparkline } from '../../reports/sparkline'
import { type TableOptions, table } from '../../reports/table'
import type { DayState } from '../../store/results/read-day-states'
import { alikeAsOne, type SharedColumn } from './alike-as-one'
import type { DayStatus, Status } from './read-status'
import { shortNames } from './short-names'

/** Days listed one by one; a longer range is shown by months. */
const mostDays = 31

/** Of the legend, where no terminal says how wide it is. */
const legendWidth = 120

const marks: Record<DayState, string> = {
  computed: 'ok',
  stale: 'STALE',
  missing: '-',
  quarantined: 'QUARANTINE',
}

/** The status for people: watermark, the grid of days (or months) and versions, the last runs. */
export function statusReport(status: Status, style: TableOptions): string {
  const { heading } = palette(style.colour ?? false)
  const { days } = status
  const sections = [
    `${heading(status.organisation)}: ${status.watermark === null ? 'no export is complete yet' : `exports complete without a gap until ${status.watermark}`}\n` +
      (days.length === 0
        ? nothingStored(status)
        : `${days.length} days, ${total(days, (day) => day.conversations)} conversations ${sparkline(days.slice(-60).map((day) => day.conversations))}\n`),
  ]
  if (days.length > 0) {
    sections.push(
      ...(days.length <= mostDays
        ? grid(days, columnsOfDay, definitionsOnDay(status), status, style)
        : grid(months(days), columnsOfMonth, definitionsInMonth(status), status, style)),
    )
    const withoutZone = total(days, (day) => total(day.definitions, (each) => each.withoutZone))
    if (withoutZone > 0)
      sections.push(`${withoutZone} observations have no known zone: \`retally reference show\`\n`)
    for (const line of lackingLines(
      addedUp(days.flatMap((day) => day.definitions.map((each) => each.lacking))),
    ))
      sections.push(`${line}\n`)
    for (const line of flawLines(
      flawsTogether(days.flatMap((day) => day.definitions.map((each) => each.flaws))),
    ))
      sections.push(`${line}\n`)
    if (status.daysUnderOtherTables > 0) {
      const days =
        status.daysUnderOtherTables === 1 ? '1 day was' : `${status.daysUnderOtherTables} days were`
      sections.push(
        `${days} computed while zones, names or calendars were others than now: \`retally recompute\` says what moves\n`,
      )
    }
    if (status.driftedDays > 0) {
      const days = status.driftedDays === 1 ? '1 settled day' : `${status.driftedDays} settled days`
      sections.push(`${days} changed on the platform afterwards: \`retally drift\` says what that moved\n`)
    }
    for (const day of days) {
      const poisoned = day.definitions.find(({ state }) => state === 'quarantined')
      if (poisoned?.detail) sections.push(`${day.day}: ${poisoned.detail}\n`)
    }
  }
  const missing = gapLines(status.gaps)
  if (missing.length > 0)
    sections.push(`${heading('Missing')}\n${missing.map((line) => `  ${line}\n`).join('')}`)
  if (status.runs.length > 0) {
    const lines = status.runs.map(
      ({ run, kind, state, startedAt, workflowId }) =>
        `  ${run}  ${kind}  ${state}  ${startedAt}  ${workflowId}\n`,
    )
    sections.push(`${heading('Last runs')}\n${lines.join('')}`)
  }
  return sections.join('\n')
}

/** Of a range nothing may be known while the archive is full. */
function nothingStored({ asked }: Status): string {
  return asked === null
    ? 'The archive is empty. Begin with `retally import FILE…` or `retally export --from … --to …`.\n'
    : `No conversations from ${asked.first} to ${asked.last}.\n`
}

/** A line per day or month. Versions that stand alike in all of them share a column; the legend below names them. */
function grid<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  definitions: readonly Column<Row>[],
  status: Status,
  style: TableOptions,
): string[] {
  const shared = alikeAsOne(rows, definitions)
  return [
    table(rows, [...columns, ...shared.map(({ column }) => column)], style),
    palette(style.colour ?? false).faint(legend(shared, status, style)),
  ]
}

/** What the marks mean, and which KPIs stand under which heading. */
function legend<Row>(
  shared: readonly SharedColumn<Row>[],
  { definitions }: Status,
  { width = legendWidth }: TableOptions,
): string {
  const marksMean =
    'ok = computed from the facts as they are; - = never computed; -- = nothing to compute; * = published version'
  const short = shortNames(definitions.map(({ kpi }) => nameOf(kpi)))
  const alone = shared
    .filter(({ of }) => of.length === 1)
    .flatMap(({ column }) => {
      const name = nameOf(column.key)
      return short.get(name) === name ? [] : [`${short.get(name)} = ${name}`]
    })
  const together = shared
    .filter(({ of }) => of.length > 1)
    .flatMap(({ column, of: [first, ...others] }) =>
      lines([`${column.title} = ${first}`, ...others], width, ', '),
    )
  return [marksMean, ...lines(alone, width, '; '), ...together].map((line) => `${line}\n`).join('')
}

/** As many of the texts on a line as it has room for; a line that is not the last ends in what stands between them. */
function lines(texts: readonly string[], width: number, between: string): string[] {
  const end = between.trimEnd()
  const filled: string[] = []
  for (const text of texts) {
    const line = filled.pop()
    const longer = `${line}${between}${text}`
    if (line === undefined) filled.push(text)
    else if (longer.length + end.length <= width) filled.push(longer)
    else filled.push(`${line}${end}`, text)
  }
  return filled
}

/** A line per day, a column per version: what machines get. */
export function dayColumns(status: Status): readonly Column<DayStatus>[] {
  return [...columnsOfDay, ...definitionsOnDay(status)]
}

const columnsOfDay: readonly Column<DayStatus>[] = [
  { key: 'day', title: 'Day', shows: 'text', value: ({ day }) => day },
  { key: 'exported', title: 'Exported', shows: 'text', value: ({ exported }) => exported },
  {
    key: 'conversations',
    title: 'Conversations',
    shows: 'count',
    value: ({ conversations }) => conversations,
  },
  { key: 'open', title: 'Open', shows: 'count', value: ({ open }) => open },
  { key: 'quarantined', title: 'Quarantined', shows: 'count', value: ({ quarantined }) => quarantined },
]

function definitionsOnDay(status: Status): Column<DayStatus>[] {
  const titles = titlesOf(status)
  return status.definitions.map(({ kpi }, index) => {
    return {
      key: kpi,
      title: titles[index] ?? kpi,
      shows: 'text',
      value: (day) => stateOn(day, kpi) ?? null,
      shown: (day) => {
        const state = stateOn(day, kpi)
        return state === undefined ? nothingShown : marks[state]
      },
    }
  })
}

interface Month {
  month: string
  days: DayStatus[]
}

function months(days: readonly DayStatus[]): Month[] {
  const found = new Map<string, DayStatus[]>()
  for (const day of days) found.set(day.day.slice(0, 7), [...(found.get(day.day.slice(0, 7)) ?? []), day])
  return [...found].map(([month, ofMonth]) => ({ month, days: ofMonth }))
}

const columnsOfMonth: readonly Column<Month>[] = [
  { key: 'month', title: 'Month', shows: 'text', value: ({ month }) => month },
  {
    key: 'exported',
    title: 'Exported',
    shows: 'text',
    value: ({ days }) => `${days.filter(({ exported }) => exported === 'complete').length}/${days.length}`,
  },
  {
    key: 'conversations',
    title: 'Conversations',
    shows: 'count',
    value: ({ days }) => total(days, (day) => day.conversations),
  },
]

function definitionsInMonth(status: Status): Column<Month>[] {
  const titles = titlesOf(status)
  return status.definitions.map(({ kpi }, index) => ({
    key: kpi,
    title: titles[index] ?? kpi,
    shows: 'text',
    value: ({ days }) => monthMark(days, kpi),
  }))
}

/** Undefined on a day without facts of what it observes: on days without agents' days nothing is computed of agents' time. */
function stateOn({ definitions }: DayStatus, kpi: string): DayState | undefined {
  return definitions.find((each) => each.kpi === kpi)?.state
}

/** `28/31`: computed days of those that have something to compute; what is stale is said besides. */
function monthMark(days: readonly DayStatus[], kpi: string): string {
  const states = days.map((day) => stateOn(day, kpi)).filter((state) => state !== undefined)
  if (states.length === 0) return nothingShown
  const computed = states.filter((state) => state === 'computed').length
  const stale = states.filter((state) => state === 'stale').length
  return `${computed}/${states.length}${stale > 0 ? ` ${stale} STALE` : ''}`
}

/** `aaht@2*`, in the order of the definitions. */
function titlesOf({ definitions }: Status): string[] {
  const short = shortNames(definitions.map(({ kpi }) => nameOf(kpi)))
  return definitions.map(({ kpi, published }) => {
    const [name = '', version] = kpi.split('@')
    return `${short.get(name)}@${version}${published ? '*' : ''}`
  })
}

function nameOf(kpi: string): string {
  return kpi.split('@')[0] as string
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
