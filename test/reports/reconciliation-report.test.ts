import { compare } from '../../src/reconciliation/compare'
import { reconciliationReport } from '../../src/reports/reconciliation-report'
import { parseZone } from '../../src/time/zone-name'
import { cell, computed, day, evidence, said } from '../reconciliation/accounts'

const options = {
  zone: parseZone('Europe/London'),
  tzRelease: '2026f',
  queueName: (id: string) => (id === 'sales' ? 'Sales' : undefined),
}

const handle = { measure: 'handle', kpi: 'average-handle-time@1', stat: 'sum' } as const

const reconciliation = compare(
  said(cell({ value: 10 }), cell({ ...handle, value: 600_500 }), cell({ queueId: null, value: 1 })),
  computed(cell({ value: 9 }), cell({ ...handle, value: 600_500 })),
  day,
  evidence(),
)

describe('a reconciliation report', () => {
  test('begins with the residue and states zone, tz release and UTC window', () => {
    const withoutTexts = reconciliationReport(reconciliation, 'table', options).replace(
      /^ {4}\S.*$/gm,
      '    (why)',
    )
    expect(withoutTexts).toBe(
      [
        'Unexplained: 1 of 2 differences (1 with a known cause).',
        '1 of 3 cells agree (half hour × queue × medium × measure × KPI). Gap = computed − platform.',
        'From 2026-10-25 01:00 +01:00 to 2026-10-26 00:00 +00:00, Europe/London, tz 2026f',
        'UTC 2026-10-25T00:00Z to 2026-10-26T00:00Z',
        '',
        'Measure  Stat     KPI                    Platform  Computed  Gap  Differing  Unexplained',
        'handle   sum (s)  average-handle-time@1     600.5     600.5  0.0          0          0.0',
        'offered  count    offered@1                    11         9   -2          2           -1',
        '',
        'Causes',
        '  unexplained: 1',
        '    (why)',
        '  without-queue: 1',
        '    (why)',
        '',
        'Differences',
        'Start UTC         Europe/London            Queue   Medium  Measure  Stat   KPI        Platform  Computed  Gap  Cause',
        '2026-10-25 09:30  2026-10-25 09:30 +00:00  (none)  voice   offered  count  offered@1         1        --   -1  without-queue',
        '2026-10-25 09:30  2026-10-25 09:30 +00:00  Sales   voice   offered  count  offered@1        10         9   -1  unexplained',
        '',
      ].join('\n'),
    )
  })

  test('shows scores in points, not in seconds', () => {
    const score = { measure: 'survey-score', kpi: 'csat@1', stat: 'sum', mediaType: null } as const
    const scores = compare(
      said(cell({ ...score, value: 24_000 })),
      computed(cell({ ...score, value: 18_050 })),
      day,
      evidence(),
    )
    expect(reconciliationReport(scores, 'table', options)).toMatch(
      /survey-score +sum +csat@1 +240\.00 +180\.50 +-59\.50/,
    )
    expect(reconciliationReport(scores, 'csv', options)).toContain(
      ',survey-score,sum,csat@1,240,180.5,-59.5,unexplained',
    )
  })

  test('lists only so many differences in the table and says how many are left', () => {
    const short = reconciliationReport(reconciliation, 'table', { ...options, mostListed: 1 })
    expect(short).toMatch(/without-queue\n… and 1 more: -o csv lists them all\.\n$/)
  })

  test('as CSV is one line per difference, with ids, the UTC instant and an empty field for silence', () => {
    expect(reconciliationReport(reconciliation, 'csv', options)).toBe(
      'start,local,queueId,mediaType,measure,stat,kpi,said,computed,gap,cause\r\n' +
        '2026-10-25T09:30:00.000Z,2026-10-25 09:30 +00:00,,voice,offered,count,offered@1,1,,-1,without-queue\r\n' +
        '2026-10-25T09:30:00.000Z,2026-10-25 09:30 +00:00,sales,voice,offered,count,offered@1,10,9,-1,unexplained\r\n',
    )
  })

  test('as JSON is one document with sums in seconds', () => {
    const document: unknown = JSON.parse(reconciliationReport(reconciliation, 'json', options))
    expect(document).toMatchObject({
      interval: '2026-10-25T00:00:00.000Z/2026-10-26T00:00:00.000Z',
      zone: 'Europe/London',
      tzRelease: '2026f',
      cells: 3,
      equal: 1,
      unexplained: 1,
      measures: [
        {
          measure: 'handle',
          stat: 'sum',
          kpi: 'average-handle-time@1',
          said: 600.5,
          computed: 600.5,
          gap: 0,
        },
        {
          measure: 'offered',
          stat: 'count',
          kpi: 'offered@1',
          said: 11,
          computed: 9,
          gap: -2,
          unexplainedGap: -1,
        },
      ],
      differences: [
        { queueId: null, kpi: 'offered@1', said: 1, computed: null, gap: -1, cause: 'without-queue' },
        { queueId: 'sales', said: 10, computed: 9, gap: -1, cause: 'unexplained' },
      ],
    })
  })

  test('of two accounts that agree says so, and of two silent ones that there was nothing to compare', () => {
    const agreeing = compare(said(cell({ value: 1 })), computed(cell({ value: 1 })), day, evidence())
    expect(reconciliationReport(agreeing, 'table', options)).toMatch(
      /^Unexplained: 0\. Both accounts agree in every cell\.\n/,
    )
    const silent = compare(said(), computed(), day, evidence())
    expect(reconciliationReport(silent, 'table', options)).toMatch(/^Nothing to reconcile:/)
  })
})
