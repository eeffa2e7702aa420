import type { DayStatus, Status } from '../../src/cli/status/read-status'
import { statusReport } from '../../src/cli/status/status-report'
import { catalogue } from '../../src/kpis/catalogue'

const names = [...new Set(catalogue.map(({ name }) => name))]
const nothingLacking = {
  neverExported: [],
  partlyExported: [],
  withoutAgentTime: [],
  beyondExports: [],
  importedOnly: [],
  quarantined: { conversations: 0, withoutDay: 0, discarded: 0 },
  notComputed: [],
  earlierNotComputed: null,
}

function statusOf(days: DayStatus[], asked: Status['asked'] = null): Status {
  return {
    schema: 'retally.status/1',
    organisation: 'acme',
    asked,
    watermark: null,
    definitions: names.map((name) => ({ kpi: `${name}@1`, published: true, inBuild: true })),
    grid: null,
    notCurrent: [],
    days,
    daysUnderOtherTables: 0,
    driftedDays: 0,
    signedOffWouldChange: [],
    gaps: nothingLacking,
    runs: [],
  }
}

function day(date: string): DayStatus {
  return { day: date, exported: 'complete', conversations: 3, open: 0, quarantined: 0, definitions: [] }
}

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

test('a status tells why days failed once for all versions, and of many reasons the first', () => {
  const failed = (kpi: string, day: string, reason: string) =>
    ({ kpi, state: 'failed', cause: 'export-failed', reason, first: day, last: day, days: 1 }) as const
  const alike = ['offered@1', 'answered@1'].map((kpi) => failed(kpi, '2026-10-24', 'no job finished'))
  const others = Array.from({ length: 9 }, (_, index) =>
    failed('offered@1', `2026-10-1${index}`, `reason ${index}`),
  )
  const told = statusReport({ ...statusOf([day('2026-10-24')]), notCurrent: alike }, {})
  expect(told).toContain('2026-10-24 failed: no job finished (offered@1 and 1 more)\n')
  expect(statusReport({ ...statusOf([day('2026-10-24')]), notCurrent: others }, {})).toContain(
    '… and 1 more: `retally plan` tells all\n',
  )
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
