import * as fc from 'fast-check'
import type { Account, AccountCell } from '../../src/reconciliation/account'
import { compare } from '../../src/reconciliation/compare'
import { cell, computed, day, evidence, said } from './accounts'

describe('comparing two accounts', () => {
  test('cells with equal numbers are equal, all others are differences with both numbers', () => {
    const result = compare(
      said(cell({ value: 10 }), cell({ measure: 'answered', value: 8 })),
      computed(cell({ value: 10 }), cell({ measure: 'answered', value: 7 })),
      day,
      evidence(),
    )
    expect(result).toMatchObject({ cells: 2, equal: 1, unexplained: 1 })
    const { start, queueId, mediaType, kpi } = cell({ value: 0 })
    expect(result.differences).toEqual([
      {
        cell: { start, queueId, mediaType, measure: 'answered', kpi, stat: 'count' },
        said: 8,
        computed: 7,
        gap: -1,
        cause: 'unexplained',
      },
    ])
  })

  test('silence is not 0: a difference shows null for the silent side', () => {
    const [difference] = compare(said(cell({ value: 3 })), computed(), day, evidence()).differences
    expect(difference).toMatchObject({ said: 3, computed: null, gap: -3 })
    const [other] = compare(said(), computed(cell({ value: 3 })), day, evidence()).differences
    expect(other).toMatchObject({ said: null, computed: 3, gap: 3 })
  })

  test('silence against 0 agrees in number and is counted apart', () => {
    const result = compare(said(), computed(cell({ value: 0 })), day, evidence())
    expect(result).toMatchObject({ cells: 1, equal: 1, silentAgainstZero: 1, differences: [] })
  })

  test('one millisecond in a sum is a difference', () => {
    const result = compare(
      said(cell({ measure: 'handle', stat: 'sum', value: 2_147_483_649 })),
      computed(cell({ measure: 'handle', stat: 'sum', value: 2_147_483_648 })),
      day,
      evidence(),
    )
    expect(result.differences.map(({ gap }) => gap)).toEqual([-1])
  })

  test('the same number on another queue, medium or half hour is two differences', () => {
    for (const elsewhere of [{ queueId: 'help' }, { mediaType: 'chat' }, { start: day.start }]) {
      const result = compare(
        said(cell({ value: 1 })),
        computed(cell({ value: 1, ...elsewhere })),
        day,
        evidence(),
      )
      expect(result.differences.map(({ gap }) => gap).sort()).toEqual([-1, 1])
      expect(result.measures).toMatchObject([{ said: 1, computed: 1, gap: 0, differences: 2 }])
    }
  })

  test('the totals of a measure stand once for each definition that claims it, and add no number twice', () => {
    const claimedBy = (kpi: string, value: number) => cell({ kpi, value })
    const result = compare(
      said(claimedBy('abandon-rate@1', 10), claimedBy('offered@1', 10)),
      computed(claimedBy('abandon-rate@1', 10), claimedBy('offered@1', 7)),
      day,
      evidence(),
    )
    expect(result.measures).toMatchObject([
      { measure: 'offered', kpi: 'abandon-rate@1', said: 10, computed: 10, gap: 0, differences: 0 },
      { measure: 'offered', kpi: 'offered@1', said: 10, computed: 7, gap: -3, differences: 1 },
    ])
  })

  test('cells that start outside the interval are on neither side', () => {
    const outside = [cell({ start: day.start - 1, value: 1 }), cell({ start: day.end, value: 1 })]
    expect(compare(said(...outside), computed(), day, evidence()).cells).toBe(0)
  })

  test('several rows of one cell add up', () => {
    const result = compare(
      said(cell({ value: 5 })),
      computed(cell({ value: 2 }), cell({ value: 3 })),
      day,
      evidence(),
    )
    expect(result).toMatchObject({ cells: 1, equal: 1 })
  })

  test('accounts given the wrong way round are refused', () => {
    expect(() => compare(computed(), said(), day, evidence())).toThrow('got computed and said')
  })
})

const anyCells: fc.Arbitrary<AccountCell[]> = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 4 }).map((index) => day.start + index * 1_800_000),
    queueId: fc.constantFrom('sales', 'help', null),
    mediaType: fc.constantFrom('voice', 'chat'),
    measure: fc.constantFrom('offered' as const, 'answered' as const, 'handle' as const),
    kpi: fc.constantFrom('offered@1', 'service-level@1'),
    stat: fc.constantFrom('count' as const, 'sum' as const),
    value: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 30 },
)

const anyEvidence = fc
  .record({ open: fc.boolean(), broken: fc.integer({ min: 0, max: 3 }), stale: fc.boolean() })
  .map((of) =>
    evidence({
      quarantined: new Map([['2026-10-25', of.broken]]),
      daysBehind: of.stale
        ? [{ day: '2026-10-25', kpi: 'offered@1', conversations: 5, hasResults: true, signedOff: false }]
        : [],
      availableUntil: day.end,
      stillOpen: of.open
        ? [{ queueId: 'sales', mediaType: 'voice', knownUntil: day.start, conversations: 2 }]
        : [],
    }),
  )

const anyShuffled = anyCells.chain((cells) =>
  fc.tuple(fc.constant(cells), fc.shuffledSubarray(cells, { minLength: cells.length })),
)

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

describe('whatever the accounts say', () => {
  test('an account compared with itself has no difference', () =>
    fc.assert(
      fc.property(anyCells, (cells) => {
        const result = compare(said(...cells), computed(...cells), day, evidence())
        expect(result).toMatchObject({ differences: [], byCause: [], unexplained: 0, equal: result.cells })
      }),
    ))

  test('the differences of a measure add up to the gap between its totals', () =>
    fc.assert(
      fc.property(anyCells, anyCells, anyEvidence, (left, right, known) => {
        const { measures, differences, unexplained, byCause } = compare(
          said(...left),
          computed(...right),
          day,
          known,
        )
        for (const total of measures) {
          const own = differences.filter(
            ({ cell: at }) => at.measure === total.measure && at.stat === total.stat && at.kpi === total.kpi,
          )
          expect(sum(own.map(({ gap }) => gap))).toBe(total.gap)
          expect((total.computed ?? 0) - (total.said ?? 0)).toBe(total.gap)
          expect(own).toHaveLength(total.differences)
        }
        expect(sum(byCause.map((each) => each.differences))).toBe(differences.length)
        expect(differences.filter(({ cause }) => cause === 'unexplained')).toHaveLength(unexplained)
      }),
    ))

  test('the order of the cells does not matter', () =>
    fc.assert(
      fc.property(
        anyShuffled,
        anyShuffled,
        anyEvidence,
        ([left, leftShuffled], [right, rightShuffled], known) => {
          const once = compare(said(...left), computed(...right), day, known)
          expect(compare(said(...leftShuffled), computed(...rightShuffled), day, known)).toEqual(once)
        },
      ),
    ))

  test('exchanging the numbers turns every gap', () =>
    fc.assert(
      fc.property(anyCells, anyCells, (left, right) => {
        const gaps = (a: AccountCell[], b: AccountCell[]): Account['cells'][number]['value'][] =>
          compare(said(...a), computed(...b), day, evidence()).differences.map(({ gap }) => gap)
        expect(gaps(right, left)).toEqual(gaps(left, right).map((gap) => -gap))
      }),
    ))
})
