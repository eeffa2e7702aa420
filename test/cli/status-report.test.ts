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
    gaps: nothingLacking,
    runs: [],
  }
}

function day(date: string): DayStatus {
  return { day: date, exported: 'complete', conversations: 3, open: 0, quarantined: 0, definitions: [] }
}

function headings(report: string): string[] {
  const line = report.split('\n').find((each) => /^(Day|Month) /.test(each)) as string
  return line.trim().split(/ +/)
}

describe('the grid of days and versions', () => {
  test('has no two columns under one heading, by days and by months, also where the terminal is narrow', () => {
    const aYear = Array.from({ length: 40 }, (_, index) =>
      day(`2026-${index < 20 ? '09' : '10'}-${10 + (index % 20)}`),
    )
    for (const report of [
      statusReport(statusOf([day('2026-10-24')]), {}),
      statusReport(statusOf([day('2026-10-24')]), { width: 80 }),
      statusReport(statusOf(aYear), {}),
    ]) {
      const titles = headings(report)
      expect(titles.length).toBeGreaterThan(names.length)
      expect(new Set(titles).size).toBe(titles.length)
    }
  })

  test('says below which KPI each short heading is', () => {
    const report = statusReport(statusOf([day('2026-10-24')]), {})
    expect(report).toContain('asa = average-speed-of-answer')
    for (const [name, short] of shortNames(names)) {
      if (short !== name) expect(report).toContain(`${short} = ${name}`)
      expect(headings(report)).toContain(`${short}@1*`)
    }
    for (const line of report.split('\n'))
      if (line.includes(' = ')) expect(line.length).toBeLessThanOrEqual(120)
  })
})

test('a status says how many days were computed under other reference tables, and what to do', () => {
  const status = { ...statusOf([day('2026-10-24')]), daysUnderOtherTables: 3 }
  expect(statusReport(status, {})).toContain(
    '3 days were computed while zones, names or calendars were others',
  )
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
