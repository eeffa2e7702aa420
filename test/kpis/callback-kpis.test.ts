import { factsOf, type SessionTold } from '../facts/told'
import { replayed, summaryOf } from './replayed'

const start = '2026-10-20T09:00:00.000Z'

/** A caller asks to be called back after a minute; `calls` are the seconds at which an agent dials, and whether they are reached. */
function callback(calls: readonly (readonly [dialledAt: number, reached: boolean])[], id?: string) {
  const acd = (
    media: string,
    from: number,
    to: number,
    ...left: (readonly [string, number, number])[]
  ): SessionTold => ({
    purpose: 'acd',
    queue: 'sales',
    media,
    segments: [['interact', from, to]],
    measures: [['offered', 1, from], ['queue-wait', (to - from) * 1000, to], ...left],
  })
  const legs = calls.map(
    ([dialledAt, reached], call): SessionTold => ({
      purpose: 'agent',
      agent: 'ann',
      queue: 'sales',
      media: 'callback',
      segments: [['callback', dialledAt - 5, dialledAt + 60]],
      measures: [
        ['callback-attempted', 1, dialledAt],
        ...(call === 0 ? [['first-dial', (dialledAt - 60) * 1000, dialledAt] as const] : []),
        ...(reached ? [['first-connect', (dialledAt - 50) * 1000, dialledAt + 10] as const] : []),
      ],
    }),
  )
  return factsOf(
    start,
    [acd('voice', 0, 60, ['flowed-out', 60_000, 60]), acd('callback', 60, 900), ...legs],
    id,
  )
}

const facts = [
  callback([[960, true]]),
  callback([
    [1200, false],
    [5000, true],
  ]),
  callback([]),
]

test('a callback is requested when it enters the queue as one: the voice entry before it is none', () => {
  expect(summaryOf('callbacks-requested', facts)).toMatchObject({ value: 3, observations: 3 })
  expect(summaryOf('offered', facts).value).toBe(6)
  expect(replayed('callbacks-requested', facts)[0]).toMatchObject({ at: Date.parse(start) + 60_000 })
})

test('two of three attempts reach the customer: 66.67 %, and 33.33 % do not', () => {
  const summary = summaryOf('callback-reach-rate', facts)
  expect(summary.value).toBeCloseTo(66.667, 3)
  expect(summary.parts).toEqual({ connected: 2, attempts: 3, overTarget: 0 })
})

test('an attempt and its answer count each at its own instant', () => {
  expect(
    replayed('callback-reach-rate', [callback([[960, true]])]).map(({ at, parts }) => [
      at - Date.parse(start),
      parts,
    ]),
  ).toEqual([
    [970_000, [1, 0, 0]],
    [960_000, [0, 1, 0]],
  ])
})

test('the wait for a callback runs to the first dialling, whoever was reached: 900 s and 1,140 s are 1,020 s', () => {
  expect(summaryOf('average-callback-wait', facts)).toMatchObject({
    value: 1020,
    parts: { waitMs: 2_040_000, dialled: 2 },
  })
})
