/**
 * A customer asks at 17:00 to be called back, and an agent does so at nine the next morning. The export of the night shows a callback
 * that waits, that of the day after one that was kept.
 */
import { factsOf, type SessionTold } from '../../facts/told'
import { empty, freshStore, ready, type TestStore } from '../../store/stored'
import { answer, stay } from '../stage'
import { caughtUp, cellsOf, exported, moved } from './keeping'

let kept: TestStore
beforeAll(async () => {
  kept = await freshStore()
})
afterEach(() => empty(kept.store))
afterAll(() => kept.drop())

const start = '2026-10-20T17:00:00.000Z'
const askedTo = stay('sales', 0, 120, 'flowed-out')
const sixteenHours = 57_600
const waiting = factsOf(start, [
  askedTo,
  {
    ...stay('sales', 120, sixteenHours, 'answered', 'callback'),
    segments: [['interact', 120, null]],
    measures: [['offered', 1, 120]],
  },
])
const calledBack = answer(sixteenHours - 120, {
  agent: 'asha',
  queue: 'sales',
  from: sixteenHours - 5,
  talk: 240,
  acw: 60,
})
const asha: SessionTold = {
  ...calledBack,
  media: 'callback',
  measures: [
    ...(calledBack.measures ?? []),
    ['over-target', 1, sixteenHours],
    ['first-dial', (sixteenHours - 100) * 1000, sixteenHours + 20],
  ],
}
const done = factsOf(start, [askedTo, stay('sales', 120, sixteenHours, 'answered', 'callback'), asha])
const nobody = {
  abandoned: 0,
  abandonedInTime: 0,
  answered: 0,
  answeredInTime: 0,
  counted: 0,
  flowedOut: 0,
  flowedOutWithoutTarget: 0,
  shortAbandoned: 0,
}
const kpis = [
  ...[
    'offered',
    'callbacks-requested',
    'flow-out-rate',
    'answered',
    'average-speed-of-answer',
    'average-wait',
  ],
  ...['average-handle-time', 'average-callback-wait', 'service-level-by-entry'],
]

test('restates the morning on which it was kept, and of the evening only how those who came then were served', async () => {
  const { store } = kept
  const definitions = []
  for (const kpi of kpis) definitions.push(await ready(store, kpi))
  await exported(store, '2026-10-21T03:00:00.000Z', [waiting])
  await caughtUp(store, definitions)
  const before = await cellsOf(store)
  expect(before.get('offered 10-20 17:00 sales')).toEqual({ offered: 2 })
  expect(before.get('callbacks-requested 10-20 17:00 sales')).toEqual({ requested: 1 })

  await exported(store, '2026-10-22T03:00:00.000Z', [done])
  // The conversation began on the 20th: that is the day computed, whose results lie on both.
  expect(await caughtUp(store, definitions)).toEqual(['2026-10-20'])
  expect(moved(before, await cellsOf(store))).toEqual({
    // 57,480 s from 17:02 to 09:00.
    'answered 10-21 09:00 sales': [null, { answered: 1 }],
    'average-callback-wait 10-21 09:00 sales': [null, { waitMs: 57_500_000, dialled: 1 }],
    'average-handle-time 10-21 09:00 sales': [null, { handleMs: 300_000, handled: 1 }],
    'average-speed-of-answer 10-21 09:00 sales': [null, { waitMs: 57_480_000, answered: 1 }],
    'average-wait 10-21 09:00 sales': [null, { waitMs: 57_480_000, waits: 1 }],
    // One who came at five was answered, and not in time.
    'service-level-by-entry 10-20 17:00 sales': [
      { ...nobody, flowedOut: 1 },
      { ...nobody, flowedOut: 1, answered: 1, counted: 1 },
    ],
  })
})
