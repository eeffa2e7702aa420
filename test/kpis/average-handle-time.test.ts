import { agentSession, factsOf, sampleFacts } from '../facts/told'
import { agentsIn, summaryOf } from './replayed'

const aht = 'average-handle-time'

test('is the handle of the platform: 918.737 s for a chat of 374.561 s talk and 544.176 s hold (sample 02)', () => {
  expect(summaryOf(aht, sampleFacts('02-details-chat-complete.json'))).toEqual({
    kpi: 'average-handle-time',
    version: 1,
    unit: 'seconds',
    value: 918.737,
    parts: { handleMs: 918737, handled: 1 },
    observations: 1,
    withoutZone: 1,
  })
})

test('is a mean of legs, not of means', () => {
  const long = factsOf('2026-10-20T09:00:00.000Z', [agentSession({ talk: 600 })])
  const short = factsOf('2026-10-20T09:00:00.000Z', [
    agentSession({ talk: 60 }),
    agentSession({ from: 70, talk: 30 }),
  ])
  expect(summaryOf(aht, [long, short]).value).toBe(230) // (600 + 60 + 30) / 3
})

test('after-call work that ends past midnight counts on the next local day', () => {
  const facts = factsOf('2026-10-20T22:55:00.000Z', [agentSession({ talk: 240, acw: 120 })]) // over at 00:01:05 in London
  const tables = { agentZones: agentsIn('Europe/London') }
  expect(summaryOf(aht, [facts], { tables, by: ['day'] }).cells?.map((cell) => cell.day)).toEqual([
    '2026-10-21',
  ])
})

test('a leg without a known zone keeps its number and has no local day', () => {
  const facts = factsOf('2026-10-20T09:00:00.000Z', [agentSession({ talk: 60 })])
  expect(summaryOf(aht, [facts], { by: ['day'] })).toMatchObject({
    value: 60,
    withoutZone: 1,
    cells: [{ day: null, value: 60, observations: 1 }],
  })
})

test('dialing and contacting of an outbound leg are part of its handle', () => {
  const facts = factsOf('2026-10-20T09:00:00.000Z', [
    {
      purpose: 'agent',
      direction: 'outbound',
      segments: [
        ['contacting', 0, 3],
        ['dialing', 3, 15],
        ['interact', 15, 75],
      ],
    },
  ])
  expect(summaryOf(aht, [facts]).value).toBe(75)
})

test('handles beyond 2³¹ milliseconds are summed exactly', () => {
  const session = { purpose: 'agent', segments: [['interact', 0, 5_097_600.919]] as const }
  const conversations = [1, 2].map((id) => factsOf('2026-01-01T00:00:00.000Z', [session], `long-${id}`))
  expect(summaryOf(aht, conversations).parts.handleMs).toBe(10_195_201_838)
})
