import { gapLines, type ResultsGaps } from '../../src/reports/gaps-report'
import { spansOf } from '../../src/time/day-span'

const none: ResultsGaps = {
  neverExported: [],
  partlyExported: [],
  withoutAgentTime: [],
  beyondExports: [],
  importedOnly: [],
  quarantined: { conversations: 0, withoutDay: 0, discarded: 0 },
  notComputed: [],
  earlierNotComputed: null,
}

describe('the gaps of a range', () => {
  test('are no lines when nothing is lacking', () => {
    expect(gapLines(none)).toEqual([])
  })

  test('name days never exported by stretches, with the command that fetches them', () => {
    const neverExported = spansOf(['2026-10-21', '2026-10-22', '2026-10-24'])
    expect(gapLines({ ...none, neverExported })).toEqual([
      '2026-10-21…2026-10-22, 2026-10-24: never exported. `retally export --from 2026-10-21 --to 2026-10-24`',
    ])
  })

  test('name the first stretches of many and count the days of the others', () => {
    const days = [1, 3, 5, 7, 9, 11].map((day) => `2026-10-${String(day).padStart(2, '0')}`)
    expect(gapLines({ ...none, beyondExports: spansOf(days) })[0]).toMatch(
      /^2026-10-01, 2026-10-03, 2026-10-05, 2026-10-07 and 2 more days: beyond what was fetched\./,
    )
  })

  test('tell days from files apart from days that were fetched, and what is in quarantine', () => {
    const lines = gapLines({
      ...none,
      importedOnly: spansOf(['2021-04-01']),
      quarantined: { conversations: 1, withoutDay: 2, discarded: 0 },
    })
    expect(lines).toEqual([
      '2021-04-01: imported, not vouched for: a file does not say whether it holds the whole day.',
      '1 conversation of these days in quarantine and not counted: `retally quarantine list`.',
      '2 records in quarantine without a readable day, which may be of these days: `retally quarantine list`.',
    ])
  })

  test('tell what was never computed from what is stale, and why a day could not be computed', () => {
    const day = { days: 1, detail: null }
    const lines = gapLines({
      ...none,
      notComputed: [
        { ...day, state: 'missing', first: '2026-10-24', last: '2026-10-24' },
        { ...day, state: 'stale', first: '2026-10-25', last: '2026-10-25' },
        {
          state: 'quarantined',
          first: '2026-10-26',
          last: '2026-10-26',
          days: 1,
          detail: 'a part too large',
        },
      ],
      earlierNotComputed: { days: 3, first: '2026-08-22' },
    })
    expect(lines).toEqual([
      '2026-10-24: not computed. `retally recompute --from 2026-10-24 --to 2026-10-24`',
      '2026-10-25: computed, but stale: facts or the meaning changed since, or what was open is decided. `retally recompute --from 2026-10-25 --to 2026-10-25`',
      '2026-10-26: in quarantine, since it could not be computed. `retally recompute --from 2026-10-26 --to 2026-10-26`',
      '2026-10-26: a part too large',
      '3 earlier days, from 2026-08-22, not computed as they stand: what began there may have ended here. `retally recompute`',
    ])
  })

  test('tell days of which a composed KPI has one half, and which way that moves the whole', () => {
    const days = spansOf(['2026-10-21', '2026-10-22'])
    const oneHalf = [
      { has: 'average-handle-time@1', lacks: 'on-queue-time@1', makesIt: 'too high' as const, days },
    ]
    expect(gapLines({ ...none, oneHalf })).toEqual([
      '2026-10-21…2026-10-22: there is only average-handle-time@1, and no on-queue-time@1, which makes the whole too high. Ask for days that have both, or bring and compute the other.',
    ])
  })
})
