import type { DayStatus, Status } from '../../src/cli/status/read-status'
import { shortNames } from '../../src/cli/status/short-names'
import { statusReport } from '../../src/cli/status/status-report'
import { catalogue } from '../../src/kpis/catalogue'

const names = [...new Set(catalogue.map(({ name }) => name))]
const nothingLacking = {
  neverExported: [],
  partlyExported: [],
  beyondExports: [],
  importedOnly: [],
  quarantined: { conversations: 0, withoutDay: 0 },
  notComputed: [],
  earlierNotComputed: null,
}

function statusOf(days: DayStatus[], asked: Status['asked'] = null): Status {
  return {
    organisation: 'acme',
    asked,
    watermark: null,
    definitions: names.map((name) => ({ kpi: `${name}@1`, published: true })),
    days,
    daysUnderOtherTables: 0,
    driftedDays: 0,
    gaps: nothingLacking,
    runs: [],
  }
}

function day(date: string): DayStatus {
  return { day: date, exported: 'complete', conversations: 3, open: 0, quarantined: 0, definitions: [] }
}

function headings(report: string): string[] {
  const line = report.split('\n').find((each) => /^(Day|Month) /.test(each)) as string
  return line.trim().split(/ {2,}/)
}

/** Days on which no two definitions stand alike: each is computed on the days of the bits of its place. */
function daysThatTellAllApart(date: (index: number) => string): DayStatus[] {
  return Array.from({ length: 7 }, (_, bit) => ({
    ...day(date(bit)),
    definitions: names.map((name, place) => ({
      kpi: `${name}@1`,
      state: ((place + 1) >> bit) & 1 ? ('computed' as const) : ('stale' as const),
      observations: 0,
      withoutZone: 0,
      lacking: {},
      flaws: {},
      detail: null,
    })),
  }))
}

describe('the grid of days and versions', () => {
  const aWeek = daysThatTellAllApart((index) => `2026-10-2${index}`)

  test('has no two columns under one heading, by days and by months', () => {
    const sevenMonths = daysThatTellAllApart((index) => `2026-0${index + 1}-01`)
    const more = Array.from({ length: 30 }, (_, index) => ({
      ...day(`2026-09-${index + 1}`),
      conversations: 0,
    }))
    for (const days of [aWeek, [...sevenMonths, ...more]]) {
      const titles = headings(statusReport(statusOf(days), {}))
      expect(titles.length).toBeGreaterThan(names.length)
      expect(new Set(titles).size).toBe(titles.length)
    }
  })

  test('says below which KPI each short heading is', () => {
    const report = statusReport(statusOf(aWeek), {})
    expect(report).toContain('asa = average-speed-of-answer')
    for (const [name, short] of shortNames(names)) {
      if (short !== name) expect(report).toContain(`${short} = ${name}`)
      expect(headings(report)).toContain(`${short}@1*`)
    }
    for (const line of report.split('\n'))
      if (line.includes(' = ')) expect(line.length).toBeLessThanOrEqual(120)
  })

  test('has one column for all versions that stand alike, and names them below', () => {
    const last = names.at(-1) as string
    const aDay = day('2026-10-24')
    const alike = names.slice(0, -1).map((name) => ({ ...aWeek[0]?.definitions[0], kpi: `${name}@1` }))
    const report = statusReport(statusOf([{ ...aDay, definitions: alike as DayStatus['definitions'] }]), {})
    expect(headings(report)).toEqual([
      ...['Day', 'Exported', 'Conversations', 'Open', 'Quarantined'],
      `${shortNames(names).get(names[0] as string)}@1* +${names.length - 2}`,
      `${shortNames(names).get(last)}@1*`,
    ])
    for (const name of names) expect(report.replaceAll('\n', ' ')).toContain(name)
    for (const line of report.split('\n')) expect(line.length).toBeLessThanOrEqual(120)
  })
})

describe('a definition without facts on a day', () => {
  const computed = (kpi: string): DayStatus['definitions'] => [
    {
      kpi,
      state: 'computed',
      observations: 1,
      withoutZone: 0,
      lacking: {},
      flaws: {},
      detail: null,
    },
  ]
  const of = (days: DayStatus[]): Status => ({
    ...statusOf(days),
    definitions: ['offered@1', 'occupancy@1'].map((kpi) => ({ kpi, published: true })),
  })
  const cells = (report: string, row: string) =>
    report
      .split('\n')
      .find((line) => line.startsWith(row))
      ?.trim()
      .split(/ {2,}/)
      .slice(-2)

  test('has nothing to compute there, and no days of a month that are missing', () => {
    const days = Array.from({ length: 40 }, (_, index) => {
      const date = new Date(Date.UTC(2026, 8, 1 + index)).toISOString().slice(0, 10)
      return { ...day(date), definitions: computed('offered@1') }
    })
    expect(cells(statusReport(of(days.slice(0, 3)), {}), '2026-09-02')).toEqual(['ok', '--'])
    expect(cells(statusReport(of(days), {}), '2026-09')).toEqual(['30/30', '--'])
    const agents = days.map((each, index) => {
      const ofAgents = index < 2 ? computed('occupancy@1') : []
      return { ...each, definitions: [...each.definitions, ...ofAgents] }
    })
    expect(cells(statusReport(of(agents), {}), '2026-09')).toEqual(['30/30', '2/2'])
  })

  test('has one where there are agents at work and no conversations', () => {
    const quiet = { ...day('2026-09-01'), conversations: 0, definitions: computed('occupancy@1') }
    expect(cells(statusReport(of([quiet]), {}), '2026-09-01')).toEqual(['--', 'ok'])
  })
})

test('a status says how many days were computed under other reference tables, and what to do', () => {
  const status = { ...statusOf([day('2026-10-24')]), daysUnderOtherTables: 3 }
  expect(statusReport(status, {})).toContain(
    '3 days were computed while zones, names or calendars were others',
  )
})

test('a status names how many settled days changed afterwards, and nothing of none', () => {
  const calm = statusOf([day('2026-10-24')])
  expect(statusReport({ ...calm, driftedDays: 2 }, {})).toContain(
    '2 settled days changed on the platform afterwards: `retally drift` says what that moved\n',
  )
  expect(statusReport(calm, {})).not.toContain('drift')
})

describe('short names', () => {
  test('are initials; where these are shared, the words that differ give more letters', () => {
    const given = ['offered', 'service-level', 'average-handle-time', 'average-hold-time']
    expect([...shortNames(given).values()]).toEqual(['offered', 'sl', 'ahat', 'ahot'])
    expect([...shortNames(['average-handle-time']).values()]).toEqual(['aht'])
  })

  test('are whole where letters do not tell names apart', () => {
    expect([...shortNames(['a-b', 'ab']).values()]).toEqual(['a-b', 'ab'])
  })
})

describe('a status without days', () => {
  test('says that the archive is empty only when all of it was asked for', () => {
    expect(statusReport(statusOf([]), {})).toContain('The archive is empty.')
    const asked = { first: '2026-10-28', last: '2026-10-30' }
    const report = statusReport(statusOf([], asked), {})
    expect(report).toContain('No conversations from 2026-10-28 to 2026-10-30.')
    expect(report).not.toContain('empty')
  })
})
