/**
 * Two customers are served on Tuesday morning and asked how it was. One answers within the hour; the other on Friday: 60 of 100, and would
 * not recommend us. The exports of Wednesday and of Saturday show the two states.
 */
import type { ConversationFacts, Survey } from '../../../src/facts/fact'
import { parseInstant } from '../../../src/time/instant'
import { factsOf } from '../../facts/told'
import { empty, freshStore, ready, type TestStore } from '../../store/stored'
import { answer, stay } from '../stage'
import { caughtUp, cellsOf, exported, moved } from './keeping'

let kept: TestStore
beforeAll(async () => {
  kept = await freshStore()
})
afterEach(() => empty(kept.store))
afterAll(() => kept.drop())

const call = (id: string, survey: Partial<Survey>): ConversationFacts => ({
  ...factsOf(
    '2026-10-20T09:00:00.000Z',
    [stay('sales', 0, 20), answer(20, { agent: 'ann', queue: 'sales', from: 15, talk: 300 })],
    id,
  ),
  surveys: [
    {
      ordinal: 0,
      status: 'Sent',
      occurredAt: parseInstant('2026-10-20T09:20:00Z'),
      completedAt: null,
      scoreHundredths: null,
      promoterScore: null,
      agentId: 'ann',
      queueId: 'sales',
      ...survey,
    },
  ],
})
const answered = (at: string, score: number, promoterScore: number): Partial<Survey> => ({
  status: 'Finished',
  occurredAt: parseInstant(at),
  completedAt: parseInstant(at),
  scoreHundredths: score * 100,
  promoterScore,
})
const prompt = call('prompt', answered('2026-10-20T09:50:00Z', 90, 10))
const late = { asked: call('late', {}), answered: call('late', answered('2026-10-23T14:10:00Z', 60, 3)) }

/** What moved between the export of Wednesday and that of Saturday, with surveys counted by one of the dates. */
async function movedBy(date: 'survey' | 'conversation') {
  const { store } = kept
  const definitions = [await ready(store, 'offered'), await ready(store, 'average-handle-time')]
  for (const kpi of ['csat', 'nps', 'survey-response-rate'])
    definitions.push(await ready(store, kpi, { parameters: { date } }))
  await exported(store, '2026-10-21T03:00:00.000Z', [prompt, late.asked])
  await caughtUp(store, definitions)
  const before = await cellsOf(store)
  await exported(store, '2026-10-24T03:00:00.000Z', [prompt, late.answered])
  expect(await caughtUp(store, definitions)).toEqual(['2026-10-20'])
  return moved(before, await cellsOf(store))
}

test('by the date of the survey it counts on Friday; of Tuesday only that it was asked and silent goes', async () => {
  expect(await movedBy('survey')).toEqual({
    'csat 10-23 14:00 sales': [null, { scoreHundredths: 6000, answered: 1 }],
    'nps 10-23 14:00 sales': [null, { net: -1, answers: 1, promoters: 0, detractors: 1 }],
    'survey-response-rate 10-20 09:15 sales': [{ answered: 0, surveys: 1 }, null],
    'survey-response-rate 10-23 14:00 sales': [null, { answered: 1, surveys: 1 }],
  })
})

test('by the date of the conversation the quarter hour of Tuesday is restated: from 90 to a mean of 75, from 100 to 0', async () => {
  expect(await movedBy('conversation')).toEqual({
    'csat 10-20 09:00 sales': [
      { scoreHundredths: 9000, answered: 1 },
      { scoreHundredths: 15_000, answered: 2 },
    ],
    'nps 10-20 09:00 sales': [
      { net: 1, answers: 1, promoters: 1, detractors: 0 },
      { net: 0, answers: 2, promoters: 1, detractors: 1 },
    ],
    'survey-response-rate 10-20 09:00 sales': [
      { answered: 1, surveys: 2 },
      { answered: 2, surveys: 2 },
    ],
  })
})
