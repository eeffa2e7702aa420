import { foldConversation } from '../../src/facts/fold'
import { readConversation } from '../../src/genesys/conversation'
import { parseInstant } from '../../src/time/instant'

/** The facts of a call that was in a menu, with what else its record says. */
function factsOf(more: Record<string, unknown>, flow: unknown = { flowType: 'INBOUNDCALL' }) {
  const segments = [
    { segmentStart: '2026-10-20T09:00:00Z', segmentEnd: '2026-10-20T09:00:30Z', segmentType: 'ivr' },
  ]
  const read = readConversation({
    conversationId: 'c-1',
    conversationStart: '2026-10-20T09:00:00Z',
    conversationEnd: '2026-10-20T09:00:30Z',
    participants: [{ purpose: 'ivr', sessions: [{ mediaType: 'voice', flow, segments }] }],
    ...more,
  })
  if ('problem' in read) throw new Error(`${read.problem.path}: ${read.problem.detail}`)
  return foldConversation(read.conversation)
}

test('a survey keeps its score in hundredths, and whom it is about', () => {
  const { surveys } = factsOf({
    surveys: [
      {
        eventTime: '2026-10-20T10:00:00Z',
        surveyCompletedDate: '2026-10-20T11:30:00Z',
        surveyStatus: 'Finished',
        surveyPromoterScore: 9,
        oSurveyTotalScore: 87.255,
        userId: 'ann',
        queueId: 'sales',
        surveyFormName: 'After a call',
      },
    ],
  })
  expect(surveys).toEqual([
    {
      ordinal: 0,
      status: 'Finished',
      occurredAt: parseInstant('2026-10-20T10:00:00.000Z'),
      completedAt: parseInstant('2026-10-20T11:30:00.000Z'),
      scoreHundredths: 8726,
      promoterScore: 9,
      agentId: 'ann',
      queueId: 'sales',
    },
  ])
})

test('surveys are numbered by when they occurred, whether they are answered or not', () => {
  const { surveys } = factsOf({
    surveys: [
      { eventTime: '2026-10-22T10:00:00Z', surveyStatus: 'Sent' },
      {
        eventTime: '2026-10-21T10:00:00Z',
        surveyCompletedDate: '2026-10-23T10:00:00Z',
        surveyStatus: 'Finished',
      },
    ],
  })
  expect(surveys.map(({ ordinal, status }) => [ordinal, status])).toEqual([
    [0, 'Finished'],
    [1, 'Sent'],
  ])
})

test('a survey with values that cannot be read is a survey without them, and no reason to lose the call', () => {
  const { surveys } = factsOf({
    surveys: [
      {
        eventTime: 'yesterday',
        surveyCompletedDate: '9999-01-01T00:00:00Z',
        surveyStatus: 7,
        surveyPromoterScore: 11,
        oSurveyTotalScore: 'good',
        userId: 'Jane\nDoe',
      },
      'no survey',
    ],
  })
  expect(surveys).toEqual([
    {
      ordinal: 0,
      status: 'unknown',
      occurredAt: null,
      completedAt: null,
      scoreHundredths: null,
      promoterScore: null,
      agentId: null,
      queueId: null,
    },
  ])
})

test('the platform’s verdict on a contact stands with its instant; one without an instant or a count says nothing', () => {
  const { resolutions } = factsOf({
    resolutions: [
      { eventTime: '2026-10-27T09:00:00Z', queueId: 'sales', userId: 'ann', nNextContactAvoided: 1 },
      { eventTime: '2026-10-28T09:00:00Z', nNextContactAvoided: 0 },
      { queueId: 'sales', nNextContactAvoided: 1 },
      { eventTime: '2026-10-27T09:00:00Z', queueId: 'sales' },
    ],
  })
  expect(resolutions).toEqual([
    { at: parseInstant('2026-10-27T09:00:00.000Z'), queueId: 'sales', agentId: 'ann', nextContactAvoided: 1 },
    { at: parseInstant('2026-10-28T09:00:00.000Z'), queueId: null, agentId: null, nextContactAvoided: 0 },
  ])
})

test('whether the customer served themselves is the platform’s word, or nobody’s', () => {
  expect(factsOf({ selfServed: true }).selfServed).toBe(true)
  expect(factsOf({ selfServed: false }).selfServed).toBe(false)
  expect(factsOf({}).selfServed).toBeNull()
  expect(factsOf({ selfServed: 'yes' }).selfServed).toBeNull()
})

test('the outcomes of a flow keep their instants, also when stamped before the flow began', () => {
  const { flows } = factsOf(
    {},
    {
      flowId: 'menu',
      flowType: 'INBOUNDCALL',
      exitReason: 'FLOW_DISCONNECT',
      outcomes: [
        {
          flowOutcomeId: 'balance',
          flowOutcomeValue: 'SUCCESS',
          flowOutcomeStartTimestamp: '2026-10-20T08:59:59.990Z',
          flowOutcomeEndTimestamp: '2026-10-20T08:59:59.995Z',
        },
        { flowOutcomeId: 'transfer', flowOutcomeValue: 'FAILURE', flowOutcomeStartTimestamp: 'x' },
      ],
    },
  )
  expect(flows).toEqual([
    expect.objectContaining({
      flowId: 'menu',
      exitReason: 'FLOW_DISCONNECT',
      endedAt: parseInstant('2026-10-20T09:00:30.000Z'),
      outcomes: [
        {
          outcomeId: 'balance',
          value: 'success',
          startedAt: parseInstant('2026-10-20T08:59:59.990Z'),
          endedAt: parseInstant('2026-10-20T08:59:59.995Z'),
        },
        { outcomeId: 'transfer', value: 'failure', startedAt: null, endedAt: null },
      ],
    }),
  ])
})

test('a flow that is no flow is none', () => {
  expect(factsOf({}, 'main menu').flows).toEqual([])
  expect(factsOf({}, null).flows).toEqual([])
})
