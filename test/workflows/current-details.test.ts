import type { BackfillProgress } from '../../src/workflows/backfill-progress'
import { type BackfillMoment, backfillDetails } from '../../src/workflows/current-details'
import { nightDetails } from '../../src/workflows/nightly-progress'

const minute = 60_000
const startedAt = Date.parse('2026-11-05T03:00:00Z')

const progress: BackfillProgress = {
  ...{ runKey: 7, state: 'running', daysTotal: 40, daysDone: 20, conversations: 1200, rowsWritten: 9000 },
  ...{ rowsDeleted: 0, quarantinedDays: [], firstFailure: null },
}

const moment: BackfillMoment = {
  ...{ now: startedAt + 10 * minute, startedAt, doneAtStart: 0, underWay: new Map(), besideTheNight: false },
}

describe('what Temporal’s page says of a backfill', () => {
  test('is how far it is, how fast, and about when it ends', () => {
    expect(backfillDetails(progress, moment)).toBe(
      '**running** · 20 of 40 days (50 %) · 2.0 days/min · ends about 2026-11-05 03:20 UTC\n\n' +
        '1200 conversations fetched · 9000 rows written',
    )
  })

  test('reckons the pace by what this run of the workflow did, and none before it did anything', () => {
    expect(backfillDetails(progress, { ...moment, doneAtStart: 15 })).toContain(' · 0.5 days/min · ')
    expect(backfillDetails(progress, { ...moment, doneAtStart: 20 })).not.toContain('days/min')
    expect(backfillDetails(progress, { ...moment, now: startedAt })).not.toContain('days/min')
  })

  test('names what it waits for, the days under way and those set apart, and the first failure', () => {
    const days = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06']
    const told = backfillDetails(
      {
        ...progress,
        ...{ state: 'paused', stopsAt: '2026-11-05T04:00:00Z', skippedDays: ['2026-10-09'] },
        ...{ quarantinedDays: days, firstFailure: '2026-10-01: no job finished' },
      },
      {
        ...moment,
        underWay: new Map([
          ['2026-10-21', 'computing'],
          ['2026-10-20', 'exporting'],
        ]),
        besideTheNight: true,
      },
    )
    expect(told.split('\n\n').slice(2)).toEqual([
      'waits: until it is resumed',
      'waits: a night is under way, so one day at a time and a quarter of the requests',
      'waits: begins no day after 2026-11-05 04:00 UTC',
      'under way: 2026-10-20 (exporting), 2026-10-21 (computing)',
      'left out: 2026-10-09',
      'in quarantine: 2026-10-01, 2026-10-02, 2026-10-03, 2026-10-04, 2026-10-05 and 1 more',
      'first failure: 2026-10-01: no job finished',
    ])
    expect(told).not.toContain('ends about')
  })
})

test('what Temporal’s page says of a night is its step, what it did and what failed', () => {
  expect(
    nightDetails({
      ...{
        runKey: 3,
        step: 'exporting',
        at: '2026-11-04',
        number: 2,
        of: 5,
        exportedDays: 1,
        recomputedDays: 0,
      },
      ...{ rowsWritten: 0, quarantinedDays: ['2026-11-01'], failedSteps: ['delivery to x: refused'] },
    }),
  ).toBe(
    '**exporting** 2026-11-04 (2 of 5)\n\n1 days exported · 0 recomputed · 0 rows written\n\n' +
      'in quarantine: 2026-11-01\n\nfailed: delivery to x: refused',
  )
})
