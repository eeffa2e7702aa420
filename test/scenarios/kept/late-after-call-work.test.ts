/**
 * Ann's call of the afternoon ends at 16:58, and she leaves its wrap-up open until 17:20. The export of five o'clock does not know it
 * yet; that of the night does. Ben's call in the same half hour is finished from the start.
 */
import { readClippedCells } from '../../../src/store/results/read-clipped-cells'
import { formatInstant, parseInstant } from '../../../src/time/instant'
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

const start = '2026-10-20T16:50:00.000Z'
const inQueue = stay('sales', 0, 20)
/** She talked for 460 s, until 16:58:00. */
const anns: SessionTold = {
  purpose: 'agent',
  agent: 'ann',
  queue: 'sales',
  segments: [
    ['alert', 15, 20],
    ['interact', 20, 480],
    ['wrapup', 480, null],
  ],
  measures: [
    ['answered', 20_000, 20],
    ['alert', 5_000, 20],
    ['talk-complete', 460_000, 480],
  ],
}
const wrapUpOpen = factsOf(start, [inQueue, anns])
/** Wrapped up at 17:20:00, 22 minutes after the call. */
const wrappedUp = factsOf(start, [
  inQueue,
  {
    ...anns,
    segments: [...(anns.segments ?? []).slice(0, 2), ['wrapup', 480, 1800]],
    measures: [...(anns.measures ?? []), ['after-call-work', 1_320_000, 1800], ['handle', 1_780_000, 1800]],
  },
])
const bens = factsOf(
  '2026-10-20T16:52:00.000Z',
  [stay('sales', 0, 10), answer(10, { agent: 'ben', queue: 'sales', from: 5, talk: 300, acw: 60 })],
  'conversation-2',
)
const kpis = [
  'offered',
  'answered',
  'average-speed-of-answer',
  'average-talk-time',
  'average-after-call-work',
]
const handle = ['average-handle-time', 'handle-time-per-conversation', 'unique-conversations']

test('late after-call work adds to the quarter hour in which it ended, and to no other', async () => {
  const definitions = []
  for (const kpi of [...kpis, ...handle]) definitions.push(await ready(kept.store, kpi))
  await exported(kept.store, '2026-10-20T17:00:00.000Z', [wrapUpOpen, bens])
  expect(await caughtUp(kept.store, definitions)).toEqual(['2026-10-20'])
  const before = await cellsOf(kept.store)
  // Of Ann's call what is known is counted; a handle that goes on is not.
  expect(before.get('average-talk-time 10-20 16:45 sales')).toEqual({ talkMs: 760_000, legs: 1 })
  expect(before.get('average-handle-time 10-20 16:45 sales')).toEqual({ handleMs: 360_000, handled: 1 })

  await exported(kept.store, '2026-10-21T03:00:00.000Z', [wrappedUp, bens])
  expect(await caughtUp(kept.store, definitions)).toEqual(['2026-10-20'])
  expect(moved(before, await cellsOf(kept.store))).toEqual({
    'average-after-call-work 10-20 17:15 sales': [null, { afterCallWorkMs: 1_320_000, legs: 1 }],
    'average-handle-time 10-20 17:15 sales': [null, { handleMs: 1_780_000, handled: 1 }],
    'average-talk-time 10-20 17:15 sales': [null, { talkMs: 0, legs: 1 }],
    'handle-time-per-conversation 10-20 17:15 sales': [
      null,
      { handleMs: 1_780_000, conversations: 1, wholeMs: 1_780_000 },
    ],
  })
})

test('read by where it elapsed, the late handle is restated in the quarters it took, from 16:50:20 to 17:20, and in no other', async () => {
  const handle = await ready(kept.store, 'average-handle-time')
  const clipped = async () => {
    const { definitionKey, definition } = handle
    const partCount = definition.parts.length
    const spans = definition.spans.map((span) => definition.parts.indexOf(span))
    const interval = { start: parseInstant('2026-10-20T16:00Z'), end: parseInstant('2026-10-20T18:00Z') }
    const wanted = { definitionKey, partCount, interval, withAgents: false }
    const cells = await readClippedCells(kept.store.pool, wanted, spans)
    return cells.map(({ at, parts }) => [formatInstant(at).slice(11, 16), ...parts])
  }
  await exported(kept.store, '2026-10-20T17:00:00.000Z', [wrapUpOpen, bens])
  await caughtUp(kept.store, [handle])
  expect(await clipped()).toEqual([['16:45', 360_000, 1]])
  await exported(kept.store, '2026-10-21T03:00:00.000Z', [wrappedUp, bens])
  await caughtUp(kept.store, [handle])
  // 580 s to 17:00, a whole quarter hour, and 300 s with the handle itself.
  expect(await clipped()).toEqual([
    ['16:45', 360_000 + 580_000, 1],
    ['17:00', 900_000, 0],
    ['17:15', 300_000, 1],
  ])
})

test('after-call work left open overnight counts on the day it ended, and the day of the call stays as it was', async () => {
  const definitions = [await ready(kept.store, 'average-handle-time'), await ready(kept.store, 'answered')]
  await exported(kept.store, '2026-10-21T03:00:00.000Z', [wrapUpOpen])
  await caughtUp(kept.store, definitions)
  const before = await cellsOf(kept.store)
  // Closed at 08:00 the next morning: 15 hours and 2 minutes after the call.
  const overnight = factsOf(start, [
    inQueue,
    {
      ...anns,
      segments: [...(anns.segments ?? []).slice(0, 2), ['wrapup', 480, 54_600]],
      measures: [...(anns.measures ?? []), ['handle', 460_000 + 54_120_000, 54_600]],
    },
  ])
  await exported(kept.store, '2026-10-22T03:00:00.000Z', [overnight])
  // The conversation is of the 20th, and so is the work of computing it; its handle is of the 21st.
  expect(await caughtUp(kept.store, definitions)).toEqual(['2026-10-20'])
  expect(moved(before, await cellsOf(kept.store))).toEqual({
    'average-handle-time 10-21 08:00 sales': [null, { handleMs: 54_580_000, handled: 1 }],
  })
})

test('told again, it moves nothing: no day falls behind', async () => {
  const definitions = [await ready(kept.store, 'average-handle-time')]
  await exported(kept.store, '2026-10-21T03:00:00.000Z', [wrappedUp])
  await caughtUp(kept.store, definitions)
  expect(await exported(kept.store, '2026-10-22T03:00:00.000Z', [wrappedUp])).toMatchObject({
    same: 1,
    changed: 0,
  })
  expect(await caughtUp(kept.store, definitions)).toEqual([])
})
