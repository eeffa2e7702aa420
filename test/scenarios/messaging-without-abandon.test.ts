/** Messages and e-mails wait for hours and nobody hangs up: the platform posts no abandon for them. */
import { agentSession, factsOf } from '../facts/told'
import { summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

const unanswered = factsOf('2026-10-20T09:00:00.000Z', [
  { ...stay('web', 0, 7200, 'answered', 'message'), measures: [['offered', 1, 0]] },
])
const answered = factsOf(
  '2026-10-20T09:00:00.000Z',
  [
    stay('web', 0, 600, 'answered', 'message'),
    { ...answer(600, { agent: 'ann', queue: 'web', from: 595, talk: 1800 }), media: 'message' },
  ],
  'conversation-2',
)

test('whoever was not answered is offered and neither answered nor abandoned', () => {
  const conversations = [unanswered, answered]
  expect(summaryOf('offered', conversations).value).toBe(2)
  expect(summaryOf('answered', conversations).value).toBe(1)
  expect(summaryOf('abandon-rate', conversations)).toMatchObject({
    value: 0,
    parts: { abandoned: 0, offered: 2 },
  })
  expect(unanswered.queueVisits[0]?.outcome).toBe('unknown')
})

test('the time to abandon has no value, and not the value 0', () => {
  expect(summaryOf('average-time-to-abandon', [unanswered, answered])).toMatchObject({
    value: null,
    observations: 0,
  })
})

test('a blended agent’s calls and messages are told apart, since a mean over both is neither', () => {
  const call = factsOf(
    '2026-10-20T10:00:00.000Z',
    [agentSession({ agent: 'ann', talk: 200 })],
    'conversation-3',
  )
  const tables = { agentZones: agents({ ann: 'Europe/London' }) }
  const { value, cells } = summaryOf('average-handle-time', [answered, call], {
    tables,
    by: ['agent', 'media'],
  })
  expect(value).toBe(1000)
  expect(cells?.map(({ media, value }) => [media, value])).toEqual([
    ['message', 1800],
    ['voice', 200],
  ])
})
