import type { Status } from '../../src/cli/status/read-status'
import { statusReport } from '../../src/cli/status/status-report'

function statusOf(...kpis: string[]): Status {
  return {
    organisation: 'acme',
    watermark: null,
    definitions: kpis.map((kpi) => ({ kpi, published: true })),
    days: [
      { day: '2026-10-20', exported: 'complete', conversations: 3, open: 0, quarantined: 0, definitions: [] },
    ],
    gaps: {
      neverExported: [],
      partlyExported: [],
      beyondExports: [],
      importedOnly: [],
      quarantined: { conversations: 0, withoutDay: 0 },
      notComputed: [],
      earlierNotComputed: null,
    },
    runs: [],
  }
}

describe('the grid of a status', () => {
  test('heads its columns with initials, and says what they stand for', () => {
    const report = statusReport(statusOf('service-level@1', 'offered@1'), {})
    expect(report).toContain('sl@1*  offered@1*\n')
    expect(report).toContain('sl@1 is service-level\n')
  })

  test('has the names of KPIs whose initials are the same', () => {
    const report = statusReport(
      statusOf('average-handle-time@1', 'average-hold-time@1', 'service-level@1'),
      {},
    )
    expect(report).toContain('average-handle-time@1*  average-hold-time@1*  sl@1*\n')
  })

  test('has no section of what is missing when nothing is', () => {
    expect(statusReport(statusOf(), {})).not.toContain('Missing')
  })
})
