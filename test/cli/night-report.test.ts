import { exitCodeOfNight, nightReport } from '../../src/cli/workflow/night-report'
import type { NightlySummary } from '../../src/workflows/nightly'

const quietNight: NightlySummary = {
  scheduledAt: '2026-11-05T03:30:00.000Z',
  exportedDays: ['2026-11-04'],
  waitingDays: [],
  recomputedDays: 3,
  rowsWritten: 1200,
  quarantinedDays: [],
  quarantined: 0,
  deliveries: [
    {
      sink: 'external-metrics',
      batches: 1,
      accepted: 80,
      parked: 0,
      parkedBy: {},
      equal: 9,
      heldBack: 3,
      heldBackDays: [{ reason: 'beyond-availability', days: 1, first: '2026-11-04', last: '2026-11-04' }],
      withoutZone: 0,
    },
  ],
  reconciliation: { reconciliationKey: 7, cells: 500, differing: 0, unexplained: 0 },
  failedSteps: [],
}

describe('the report of a night', () => {
  test('names the versions that broke, and says that the others stand', () => {
    const night = { ...quietNight, quarantinedDays: ['2026-11-04'], brokenVersions: ['service-level@2'] }
    expect(nightReport(night)).toContain(
      '  quarantined  2026-11-04\n  broke        service-level@2; the other versions of these days stand\n',
    )
    expect(exitCodeOfNight(night)).toBe(1)
  })

  test('has a line a step', () => {
    expect(nightReport(quietNight)).toBe(
      [
        'Night of 2026-11-05T03:30Z',
        '  exported     2026-11-04',
        '  recomputed   3 days, 1200 rows written',
        '  delivered    external-metrics: 80 accepted, 9 already there, 0 parked',
        '  held back    external-metrics: 1 local day (2026-11-04): the platform has not finished a UTC day it touches; a later delivery brings it.',
        '  reconciled   500 cells, 0 differ, 0 unexplained',
        '',
      ].join('\n'),
    )
    expect(exitCodeOfNight(quietNight)).toBe(0)
  })

  test('says which days it left to a backfill under way', () => {
    const left = ['2026-09-01', '2026-09-02', '2026-09-03']
    expect(nightReport({ ...quietNight, leftDays: left })).toContain(
      '  left         2026-09-01…2026-09-03 to the backfill under way, which fetches what is missing\n',
    )
  })

  test('tells days that follow each other by their ends', () => {
    const days = ['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-03']
    const report = nightReport({
      ...quietNight,
      exportedDays: days,
      waitingDays: days,
      quarantinedDays: days,
    })
    for (const line of ['exported     ', 'waiting      ', 'quarantined  '])
      expect(report).toContain(`  ${line}2026-10-30…2026-11-01, 2026-11-03`)
  })

  test('says what is signed off and was left, in numbers and in sinks', () => {
    const [delivery] = quietNight.deliveries
    const night = {
      ...quietNight,
      signedOffDays: 3,
      deliveries: [{ ...(delivery as (typeof quietNight.deliveries)[number]), signedOff: 1 }],
    }
    const report = nightReport(night)
    expect(report).toContain('  signed off   3 signed-off days would change: reopen or leave (')
    expect(report).toContain('  signed off   external-metrics keeps 1 value of signed-off dates as sent')
    expect(exitCodeOfNight(night)).toBe(0)
  })

  test('says which days were pulled late and how many are left, and which settled days changed', () => {
    const night = {
      ...quietNight,
      lateDays: ['2026-10-18', '2026-10-19'],
      lateDaysLeft: 3,
      driftedDays: [
        { day: '2026-10-18', changed: 3, new: 1 },
        { day: '2026-10-19', changed: 1, new: 0 },
      ],
    }
    const report = nightReport(night)
    expect(report).toContain(
      '  late         2026-10-18…2026-10-19 once more, for what came late; 3 days are left for the nights to come\n',
    )
    expect(report).toContain(
      '  drift        2 settled days changed on the platform: 2026-10-18 (3 changed, 1 new), 2026-10-19 (1 changed); see `retally drift`\n',
    )
    expect(exitCodeOfNight(night)).toBe(0)
  })

  test('names a step that failed, with its reason, and ends with 1', () => {
    const night = {
      ...quietNight,
      deliveries: [],
      reconciliation: null,
      failedSteps: ['deliver external-metrics: the sink did not answer'],
    }
    expect(nightReport(night)).toContain('  failed       deliver external-metrics: the sink did not answer\n')
    expect(exitCodeOfNight(night)).toBe(1)
  })

  test('says that nothing was delivered because the worker knows no sink, and which records went to quarantine', () => {
    const night = { ...quietNight, deliveries: [], quarantined: 2 }
    expect(nightReport(night)).toContain('  delivered    nothing: the worker knows no sink')
    expect(nightReport(night)).toContain('  quarantined  2 conversations')
    expect(exitCodeOfNight(night)).toBe(1)
  })

  test('a residue ends with 3, a quarantined day or a parked item with 1 all the same', () => {
    const residue = { reconciliationKey: 7, cells: 500, differing: 2, unexplained: 1 }
    expect(exitCodeOfNight({ ...quietNight, reconciliation: residue })).toBe(3)
    expect(exitCodeOfNight({ ...quietNight, reconciliation: residue, quarantinedDays: ['2026-11-04'] })).toBe(
      1,
    )
    const parked = quietNight.deliveries.map((each) => ({ ...each, parked: 1 }))
    expect(exitCodeOfNight({ ...quietNight, deliveries: parked })).toBe(1)
  })
})
