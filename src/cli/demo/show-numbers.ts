import type { Summary } from '../../kpis/summary'
import type { SummaryDimension } from '../../kpis/summary-dimensions'
import type { Column } from '../../reports/column'
import { render } from '../../reports/format'
import { formatNumber } from '../../reports/number-format'
import { durationMs, type Interval } from '../../time/interval'
import { nextDate, utcDayInterval } from '../../time/local-date'
import { datesBounds, dayBounds } from '../../time/local-day'
import { parseZone } from '../../time/zone-name'
import { definitionWithResults } from '../results/definition-with-results'
import { readResults } from '../results/read-results'
import { firstDefinitions } from './bring-home'
import { openChapter, type Story } from './story'

/** The nights on which clocks change in the demo's period, with the days around them. */
const clockChanges = [
  { zone: 'Europe/London', first: '2026-10-24', last: '2026-10-26' },
  { zone: 'America/New_York', first: '2026-10-31', last: '2026-11-02' },
  { zone: 'Asia/Kolkata', first: '2026-10-24', last: '2026-10-26' },
]

/** The numbers: every KPI over the whole period, then one by the local days of three sites. */
export async function showNumbers(story: Story): Promise<void> {
  const { context, session, world } = story
  const { screen } = context
  openChapter(
    story,
    'The numbers',
    'Every KPI over the whole period: sums of integer parts, divided only now. E-mails and callbacks wait for hours and days,\n' +
      'so voice stands by itself. Queues have no time zone on the platform: their numbers are in no local day until somebody gives one.',
  )
  const period = { start: utcDayInterval(world.from).start, end: utcDayInterval(world.to).end }
  const summaries: Summary[] = []
  for (const name of firstDefinitions) summaries.push(await summaryOf(story, name, period, ['media']))
  screen.data(render(summaries, summaryColumns, 'table', screen.dataStyle))

  openChapter(
    story,
    'By site-local day',
    'Average handle time on the agents’ own calendar days, across the autumn clock changes: a local day has 23, 24 or 25 hours.',
  )
  const days: LocalDayRow[] = []
  const handleTime = await definitionWithResults(session.store.pool, 'average-handle-time@1')
  for (const { zone: name, first, last } of clockChanges) {
    const zone = parseZone(name)
    const interval = datesBounds(zone, first, nextDate(last))
    const summary = await readResults(session.store.pool, handleTime, {
      interval,
      by: ['zone', 'day'],
      zone: undefined,
    })
    for (const cell of summary.cells ?? []) {
      if (cell.zone !== zone.canonical || cell.day === null || cell.day === undefined) continue
      if (cell.day < first || cell.day > last) continue
      const hours = durationMs(dayBounds(zone, cell.day)) / 3_600_000
      days.push({ zone: name, day: cell.day, hours, value: cell.value, legs: cell.observations })
    }
  }
  screen.data(render(days, dayColumns, 'table', screen.dataStyle))
}

async function summaryOf(
  { session }: Story,
  reference: string,
  interval: Interval,
  by: readonly SummaryDimension[],
): Promise<Summary> {
  const { pool } = session.store
  const definition = await definitionWithResults(pool, reference)
  return readResults(pool, definition, { interval, by, zone: undefined })
}

const summaryColumns: readonly Column<Summary>[] = [
  { key: 'kpi', title: 'KPI', shows: 'text', value: ({ kpi, version }) => `${kpi}@${version}` },
  {
    key: 'value',
    title: 'Value',
    shows: 'count',
    value: ({ value }) => value,
    shown: ({ value, unit }) => formatNumber(value, unit),
  },
  {
    key: 'voice',
    title: 'Voice only',
    shows: 'count',
    value: voiceOf,
    shown: (summary) => formatNumber(voiceOf(summary), summary.unit),
  },
  { key: 'unit', title: 'Unit', shows: 'text', value: ({ unit }) => unit },
  { key: 'observations', title: 'Observations', shows: 'count', value: ({ observations }) => observations },
  { key: 'withoutZone', title: 'Without zone', shows: 'count', value: ({ withoutZone }) => withoutZone },
]

/** Waits of minutes and of days do not belong in one mean: voice is what most people look for first. */
function voiceOf({ cells }: Summary): number | null {
  return cells?.find(({ media }) => media === 'voice')?.value ?? null
}

interface LocalDayRow {
  zone: string
  day: string
  hours: number
  value: number | null
  legs: number
}

const dayColumns: readonly Column<LocalDayRow>[] = [
  { key: 'zone', title: 'Zone', shows: 'text', value: ({ zone }) => zone },
  { key: 'day', title: 'Local day', shows: 'text', value: ({ day }) => day },
  { key: 'hours', title: 'Hours', shows: 'count', value: ({ hours }) => hours },
  { key: 'value', title: 'AHT s', shows: 'seconds', value: ({ value }) => value },
  { key: 'legs', title: 'Legs', shows: 'count', value: ({ legs }) => legs },
]
