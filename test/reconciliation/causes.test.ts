import { type AccountCell, halfHourKey } from '../../src/reconciliation/account'
import { causes } from '../../src/reconciliation/causes/catalogue'
import { compare } from '../../src/reconciliation/compare'
import type { DayBehind, Evidence } from '../../src/reconciliation/evidence'
import { parseInstant } from '../../src/time/instant'
import { cell, computed, day, evidence, said } from './accounts'

function causesOf(
  saidCells: AccountCell[],
  computedCells: AccountCell[],
  known: Partial<Evidence>,
): string[] {
  return compare(said(...saidCells), computed(...computedCells), day, evidence(known)).differences.map(
    ({ cause }) => cause,
  )
}

const tenSaid = [cell({ value: 10 })]
const nineComputed = [cell({ value: 9 })]

const everyHalfHour = (value: number): AccountCell[] =>
  Array.from({ length: 48 }, (_, half) => cell({ start: day.start + half * 1_800_000, value }))

const behind = (date: string, conversations: number, of: Partial<DayBehind> = {}): Partial<Evidence> => ({
  daysBehind: [{ day: date, kpi: 'offered@1', conversations, hasResults: true, signedOff: false, ...of }],
})

describe('a difference', () => {
  test('without evidence stays unexplained', () => {
    expect(causesOf(tenSaid, nineComputed, {})).toEqual(['unexplained'])
  })

  test('lies beyond coverage when its half hour was not exported to the end', () => {
    const until = (text: string): Partial<Evidence> => ({
      coveredUntil: new Map([['2026-10-25', parseInstant(text)]]),
    })
    expect(causesOf(tenSaid, nineComputed, until('2026-10-25T09:59Z'))).toEqual(['beyond-coverage'])
    expect(causesOf(tenSaid, nineComputed, until('2026-10-25T10:00Z'))).toEqual(['unexplained'])
  })

  test('lies beyond coverage on a day that was never exported, where we have less and not where we have more', () => {
    const never = { coveredUntil: new Map() }
    expect(causesOf(tenSaid, [], never)).toEqual(['beyond-coverage'])
    expect(causesOf(tenSaid, [cell({ value: 20 })], never)).toEqual(['unexplained'])
    const handle = { measure: 'handle' as const }
    const platform = [cell({ ...handle, value: 2 }), cell({ ...handle, stat: 'sum', value: 600_000 })]
    const ours = [cell({ ...handle, value: 1 }), cell({ ...handle, stat: 'sum', value: 900_000 })]
    expect(causesOf(platform, ours, never)).toEqual(['unexplained', 'unexplained'])
  })

  test('waits for the recompute of a day that reaches it as far as the conversations behind can account for what we lack', () => {
    for (const date of ['2026-10-25', '2026-10-24', '2026-10-02']) {
      expect(causesOf(tenSaid, nineComputed, behind(date, 1))).toEqual(['recompute-pending'])
      expect(causesOf(tenSaid, [cell({ value: 5 })], behind(date, 1))).toEqual(['unexplained'])
      expect(causesOf(tenSaid, nineComputed, behind(date, 0))).toEqual(['unexplained'])
    }
    for (const date of ['2026-10-26', '2026-08-02']) {
      expect(causesOf(tenSaid, nineComputed, behind(date, 9))).toEqual(['unexplained'])
    }
  })

  test('waits for a recompute where we have more, while old results of the conversations behind can account for it', () => {
    expect(causesOf(nineComputed, tenSaid, behind('2026-10-24', 1))).toEqual(['recompute-pending'])
    expect(causesOf(tenSaid, [cell({ value: 15 })], behind('2026-10-24', 1))).toEqual(['unexplained'])
    expect(causesOf(nineComputed, tenSaid, behind('2026-10-24', 1, { hasResults: false }))).toEqual([
      'unexplained',
    ])
  })

  test('lies on a signed-off day where no recompute is to come, as far as what came since accounts for it', () => {
    const signedOff = (conversations: number) => behind('2026-10-25', conversations, { signedOff: true })
    expect(causesOf(tenSaid, nineComputed, signedOff(1))).toEqual(['signed-off'])
    expect(causesOf(tenSaid, [cell({ value: 5 })], signedOff(1))).toEqual(['unexplained'])
    const days = [...(signedOff(1).daysBehind ?? []), ...(behind('2026-10-24', 1).daysBehind ?? [])]
    expect(causesOf(tenSaid, nineComputed, { daysBehind: days })).toEqual(['recompute-pending'])
    expect(causesOf(tenSaid, [cell({ value: 5 })], { daysBehind: days })).toEqual(['signed-off'])
  })

  test('in a sum alone waits for a recompute, and counts as one event', () => {
    const handle = { measure: 'handle' as const }
    const sums = (hours: number, value: number): AccountCell[] =>
      Array.from({ length: hours }, (_, hour) => [
        cell({ ...handle, start: day.start + hour * 3_600_000, value: 1 }),
        cell({ ...handle, start: day.start + hour * 3_600_000, stat: 'sum', value }),
      ]).flat()
    for (const value of [299_000, 301_000]) {
      expect(causesOf(sums(4, 300_000), sums(4, value), behind('2026-10-25', 1))).toEqual(
        Array(4).fill('recompute-pending'),
      )
      expect(causesOf(sums(5, 300_000), sums(5, value), behind('2026-10-25', 1))).toEqual(
        Array(5).fill('unexplained'),
      )
    }
  })

  test('does not wait for the recompute of another definition', () => {
    expect(
      causesOf(tenSaid, nineComputed, behind('2026-10-25', 9, { kpi: 'average-handle-time@1' })),
    ).toEqual(['unexplained'])
  })

  test('was set aside only when exactly as many observations were', () => {
    const aside = (observations: number): Partial<Evidence> => ({
      setAside: new Map([[halfHourKey(cell({ value: 0 })), observations]]),
    })
    expect(causesOf(tenSaid, nineComputed, aside(1))).toEqual(['set-aside'])
    expect(causesOf(tenSaid, nineComputed, aside(2))).toEqual(['unexplained'])
  })

  test('was set aside with those of other measures in the half hour, a short abandon being an abandon too', () => {
    const of = (measure: AccountCell['measure'], value: number) =>
      cell({ kpi: 'service-level@3', measure, value })
    const platform = [of('answered', 9), of('abandoned', 4), of('short-abandoned', 2), of('flowed-out', 1)]
    const named = (ours: AccountCell[], observations: number, queueId = 'sales') =>
      causesOf(platform, ours, {
        setAside: new Map([[halfHourKey({ ...of('answered', 0), queueId }), observations]]),
      })
    const ours = [of('answered', 6), of('abandoned', 2), of('short-abandoned', 1), of('flowed-out', 1)]
    expect(named(ours, 5)).toEqual(['set-aside', 'set-aside', 'set-aside'])
    expect(named(ours, 4)).toEqual(['unexplained', 'unexplained', 'unexplained'])
    expect(named([...ours.slice(0, 3), of('flowed-out', 0)], 5)).toEqual(Array(4).fill('unexplained'))
    const shortOnly = [of('answered', 6), of('abandoned', 4), of('short-abandoned', 1), of('flowed-out', 1)]
    expect(named(shortOnly, 3)).toEqual(['set-aside', 'unexplained'])
    expect(named(ours, 5, 'help')).toEqual(Array(3).fill('unexplained'))
  })

  test('is without queue when the platform names none and we say nothing', () => {
    const noQueue = { queueId: null, measure: 'handle' as const }
    const platform = [cell({ ...noQueue, value: 1 }), cell({ ...noQueue, stat: 'sum', value: 60_000 })]
    expect(causesOf(platform, [], {})).toEqual(['without-queue', 'without-queue'])
    expect(causesOf(platform, [cell({ ...noQueue, value: 2 })], {})).toEqual(['unexplained', 'unexplained'])
  })

  test('changed since the export when as many conversations were open on the queue and the platform moved on', () => {
    const open = {
      queueId: 'sales',
      mediaType: 'voice',
      knownUntil: parseInstant('2026-10-25T09:00Z'),
      conversations: 1,
    }
    const later = parseInstant('2026-10-26T00:00Z')
    expect(causesOf(tenSaid, nineComputed, { stillOpen: [open], availableUntil: later })).toEqual([
      'changed-since-export',
    ])
    expect(causesOf(tenSaid, nineComputed, { stillOpen: [open], availableUntil: open.knownUntil })).toEqual([
      'unexplained',
    ])
    expect(
      causesOf(tenSaid, nineComputed, { stillOpen: [{ ...open, queueId: 'help' }], availableUntil: later }),
    ).toEqual(['unexplained'])
    expect(
      causesOf([cell({ value: 12 })], nineComputed, { stillOpen: [open], availableUntil: later }),
    ).toEqual(['unexplained'])
  })

  test('of half hours in a row is more than one open conversation can have changed since the export', () => {
    const open = { queueId: 'sales', mediaType: 'voice', knownUntil: day.start, conversations: 1 }
    const known = { stillOpen: [open], availableUntil: day.end }
    expect(causesOf(everyHalfHour(10), everyHalfHour(9), known)).toEqual(Array(48).fill('unexplained'))
    const two = (value: number) => everyHalfHour(value).slice(0, 2)
    expect(causesOf(two(10), two(9), { ...known, stillOpen: [{ ...open, conversations: 2 }] })).toEqual(
      Array(2).fill('changed-since-export'),
    )
  })

  test('of a whole day counted twice is unexplained, with one stale conversation the day before and on a day never exported', () => {
    for (const known of [behind('2026-10-24', 1), { coveredUntil: new Map() }]) {
      expect(causesOf(everyHalfHour(10), everyHalfHour(20), known)).toEqual(Array(48).fill('unexplained'))
    }
  })

  test('is quarantined while no more is missing on the day than the quarantine can hold', () => {
    const one = { quarantined: new Map([['2026-10-25', 1]]) }
    const missing = (hours: number): AccountCell[] =>
      Array.from({ length: hours }, (_, hour) => cell({ start: day.start + hour * 3_600_000, value: 1 }))
    expect(causesOf(missing(4), [], one)).toEqual(Array(4).fill('quarantined'))
    expect(causesOf(missing(5), [], one)).toEqual(Array(5).fill('unexplained'))
  })

  test('is of what was discarded where that accounts for it, with what waits in quarantine beside it', () => {
    const missing = (count: number) => [cell({ value: count })]
    const [one, day] = [new Map([['2026-10-25', 1]]), '2026-10-25']
    expect(causesOf(missing(4), [], { discarded: one })).toEqual(['discarded'])
    expect(causesOf(missing(4), [], { discarded: one, quarantined: one })).toEqual(['quarantined'])
    expect(causesOf(missing(8), [], { discarded: one, quarantined: one })).toEqual(['discarded'])
    expect(causesOf(missing(9), [], { discarded: one, quarantined: one })).toEqual(['unexplained'])
    expect(causesOf(nineComputed, tenSaid, { discarded: one })).toEqual(['unexplained'])
    // A day that could not be computed waits for no recompute once it is discarded.
    expect(causesOf(tenSaid, nineComputed, behind(day, 1, { discarded: true }))).toEqual(['discarded'])
    expect(causesOf(tenSaid, nineComputed, behind(day, 1, { discarded: true, kpi: 'answered@1' }))).toEqual([
      'unexplained',
    ])
  })

  test('is a survey awaited while no more answers are missing on the queue than were awaited', () => {
    const answered = { measure: 'survey-answered', mediaType: null } as const
    const awaited = { queueId: 'sales', knownUntil: parseInstant('2026-10-25T09:00Z'), surveys: 1 }
    const said = [cell({ ...answered, value: 2 })]
    const ours = [cell({ ...answered, value: 1 })]
    expect(causesOf(said, ours, { surveysAwaited: [awaited] })).toEqual(['survey-awaited'])
    expect(causesOf(said, [], { surveysAwaited: [awaited] })).toEqual(['unexplained'])
    expect(causesOf(ours, said, { surveysAwaited: [awaited] })).toEqual(['unexplained'])
    for (const other of [{ queueId: 'help' }, { knownUntil: parseInstant('2026-10-25T10:00Z') }])
      expect(causesOf(said, ours, { surveysAwaited: [{ ...awaited, ...other }] })).toEqual(['unexplained'])
    // Of conversations no survey tells anything.
    expect(causesOf(tenSaid, nineComputed, { surveysAwaited: [awaited] })).toEqual(['unexplained'])
  })

  test('in the score of as many answers is rounding up to half a hundredth an answer, and no more', () => {
    const score = { measure: 'survey-score', mediaType: null } as const
    const sums = (value: number, count = 3) => [
      cell({ ...score, value: count }),
      cell({ ...score, stat: 'sum', value }),
    ]
    expect(causesOf(sums(20_000), sums(20_001), {})).toEqual(['rounded-scores'])
    expect(causesOf(sums(20_000), sums(20_003), {})).toEqual(['unexplained'])
    expect(causesOf(sums(20_000), sums(20_001, 2), {})).toEqual(['unexplained', 'unexplained'])
  })

  test('that we have more of is never quarantined, set aside, or changed since the export', () => {
    const known = {
      quarantined: new Map([['2026-10-25', 5]]),
      availableUntil: day.end,
      stillOpen: [{ queueId: 'sales', mediaType: 'voice', knownUntil: day.start, conversations: 5 }],
    }
    expect(causesOf(nineComputed, tenSaid, known)).toEqual(['unexplained'])
  })

  test('in a sum has the cause of its count', () => {
    const handle = { measure: 'handle' as const }
    const known = { quarantined: new Map([['2026-10-25', 1]]) }
    const platform = [cell({ ...handle, value: 3 }), cell({ ...handle, stat: 'sum', value: 900_000 })]
    const ours = [cell({ ...handle, value: 2 }), cell({ ...handle, stat: 'sum', value: 600_000 })]
    expect(causesOf(platform, ours, known)).toEqual(['quarantined', 'quarantined'])
  })

  test('in a sum whose count agrees is not a missing conversation', () => {
    const handle = { measure: 'handle' as const }
    const known = { quarantined: new Map([['2026-10-25', 1]]) }
    const platform = [cell({ ...handle, value: 3 }), cell({ ...handle, stat: 'sum', value: 900_000 })]
    const ours = [cell({ ...handle, value: 3 }), cell({ ...handle, stat: 'sum', value: 899_000 })]
    expect(causesOf(platform, ours, known)).toEqual(['unexplained'])
  })
})

describe('the causes', () => {
  test('have names of their own and texts that end as sentences do', () => {
    const names = causes.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).not.toContain('unexplained')
    for (const { explanation } of causes) expect(explanation).toMatch(/^[A-Z].{40,}[.`]$/)
  })

  test('are counted, the most frequent first, each with its explanation', () => {
    const platform = [
      cell({ value: 1 }),
      cell({ queueId: null, value: 1 }),
      cell({ queueId: null, measure: 'answered', value: 1 }),
    ]
    const { byCause } = compare(said(...platform), computed(), day, evidence())
    expect(byCause.map(({ cause, differences }) => [cause, differences])).toEqual([
      ['without-queue', 2],
      ['unexplained', 1],
    ])
    expect(byCause[1]?.explanation).toContain('doubtful')
  })
})
