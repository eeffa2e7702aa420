import { initialsOf } from '../../kpis/suggestion'
import { palette } from '../../reports/colour'
import type { Column } from '../../reports/column'
import { gapLines } from '../../reports/gaps-report'
import { sparkline } from '../../reports/sparkline'
import { type TableOptions, table } from '../../reports/table'
import type { DayState } from '../../store/results/read-day-states'
import type { DayStatus, Status } from './read-status'

/** Days listed one by one; a longer range is shown by months. */
const mostDays = 31

const marks: Record<DayState, string> = {
  computed: 'ok',
  stale: 'STALE',
  missing: '-',
  quarantined: 'QUARANTINE',
}

/** The status for people: watermark, the grid of days (or months) and versions, the last runs. */
export function statusReport(status: Status, style: TableOptions): string {
  const { heading, faint } = palette(style.colour ?? false)
  const { days } = status
  const sections = [
    `${heading(status.organisation)}: ${status.watermark === null ? 'no export is complete yet' : `exports complete without a gap until ${status.watermark}`}\n` +
      (days.length === 0
        ? nothingStored(status)
        : `${days.length} days, ${total(days, (day) => day.conversations)} conversations ${sparkline(days.slice(-60).map((day) => day.conversations))}\n`),
  ]
  if (days.length > 0) {
    sections.push(
      days.length <= mostDays
        ? table(days, dayColumns(status), style)
        : table(months(days), monthColumns(status), style),
    )
    sections.push(
      faint(
        [
          'ok = computed from the facts as they are; - = never computed; * = published version',
          ...legendLines(status),
        ].join('\n'),
      ).concat('\n'),
    )
    const withoutZone = total(days, (day) => total(day.definitions, (each) => each.withoutZone))
    if (withoutZone > 0)
      sections.push(`${withoutZone} observations have no known zone: \`retally reference show\`\n`)
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

/** A range was asked for where days of it are named as missing. */
function nothingStored({ gaps }: Status): string {
  return gaps.neverExported.length + gaps.beyondExports.length > 0
    ? 'Nothing of these days is stored.\n'
    : 'The archive is empty. Begin with `retally import FILE…` or `retally export --from … --to …`.\n'
}

/** A line per day: what machines get, and tables of up to a month. */
export function dayColumns(status: Status): readonly Column<DayStatus>[] {
  return [
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
    ...status.definitions.map(({ kpi, published }): Column<DayStatus> => {
      const stateOn = (day: DayStatus) => day.definitions.find((each) => each.kpi === kpi)?.state ?? 'missing'
      return {
        key: kpi,
        title: titleOf(kpi, published, status),
        shows: 'text',
        value: stateOn,
        shown: (day) => (day.conversations === 0 ? '' : marks[stateOn(day)]),
      }
    }),
  ]
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

function monthColumns(status: Status): readonly Column<Month>[] {
  return [
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
    ...status.definitions.map(
      ({ kpi, published }): Column<Month> => ({
        key: kpi,
        title: titleOf(kpi, published, status),
        shows: 'text',
        value: ({ days }) => monthMark(days, kpi),
      }),
    ),
  ]
}

/** `28/31`: computed days of those that have conversations; what is stale is said besides. */
function monthMark(days: readonly DayStatus[], kpi: string): string {
  const states = days
    .filter((day) => day.conversations > 0)
    .map((day) => day.definitions.find((each) => each.kpi === kpi)?.state)
  const computed = states.filter((state) => state === 'computed').length
  const stale = states.filter((state) => state === 'stale').length
  return `${computed}/${states.length}${stale > 0 ? ` ${stale} STALE` : ''}`
}

/** Initials keep the grid narrow: `aaht@2`. Where two KPIs have the same, both have their names. */
function titleOf(kpi: string, published: boolean, status: Status): string {
  return `${shortNameOf(kpi, status)}${published ? '*' : ''}`
}

function shortNameOf(kpi: string, { definitions }: Status): string {
  const alike = definitions.filter((each) => abbreviated(each.kpi) === abbreviated(kpi))
  return alike.length > 1 ? kpi : abbreviated(kpi)
}

function abbreviated(kpi: string): string {
  const [name = '', version] = kpi.split('@')
  return `${name.includes('-') ? initialsOf(name) : name}@${version}`
}

/** `aht@1 is average-handle-time`: what nobody would guess. */
function legendLines(status: Status): string[] {
  const shortened = status.definitions.filter(({ kpi }) => shortNameOf(kpi, status) !== kpi)
  if (shortened.length === 0) return []
  return [shortened.map(({ kpi }) => `${shortNameOf(kpi, status)} is ${kpi.split('@')[0]}`).join(', ')]
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}
