import type { ConversationFacts, FlowOutcome, FlowStay } from '../../src/facts/fact'
import { findDefinition } from '../../src/kpis/catalogue'
import { findVariant } from '../../src/kpis/variants'
import { parseInstant } from '../../src/time/instant'
import { agentSession, factsOf } from '../facts/told'
import { replayed, summaryOf } from './replayed'

const start = '2026-10-20T09:00:00.000Z'
const began = parseInstant(start)

function stay(told: Partial<FlowStay> & { seconds?: number }, ordinal = 0): FlowStay {
  const { seconds = 30, ...rest } = told
  return {
    ordinal,
    flowId: 'menu',
    flowType: 'INBOUNDCALL',
    mediaType: 'voice',
    startedAt: began,
    endedAt: began + seconds * 1000,
    exitReason: 'DISCONNECT',
    transferType: null,
    outcomes: [],
    measurements: [],
    ...rest,
  }
}
const outcome = (value: string, seconds: number | null, outcomeId = 'pay'): FlowOutcome => ({
  outcomeId,
  value,
  startedAt: began,
  endedAt: seconds === null ? null : began + seconds * 1000,
})

/** A caller who only ever met flows; the call is over. */
const inFlows = (flows: readonly FlowStay[], more: Partial<ConversationFacts> = {}): ConversationFacts => ({
  ...factsOf(start, []),
  endedAt: began + 600_000,
  flows,
  ...more,
})
const withAgent: ConversationFacts = {
  ...factsOf(start, [agentSession({ talk: 60, from: 40 })]),
  flows: [stay({ exitReason: 'TRANSFER', transferType: 'ACD' })],
}
const read = (kpi: string, name: string, facts: readonly ConversationFacts[]) =>
  summaryOf(kpi, facts, { variant: findVariant(findDefinition(kpi), name, {}) }).value

describe('IVR containment', () => {
  test('is conversations without queue and agent: one of two is 50 %', () => {
    expect(summaryOf('ivr-containment', [inFlows([stay({})]), withAgent])).toMatchObject({
      value: 50,
      parts: { contained: 1, entered: 2 },
    })
  })

  test('tells who hung up from who was served by its variants', () => {
    const facts = [
      inFlows([stay({})]),
      inFlows([stay({ outcomes: [outcome('success', 20)] })]),
      inFlows([stay({})], { selfServed: true }),
      withAgent,
    ]
    expect(summaryOf('ivr-containment', facts).value).toBe(75)
    expect(read('ivr-containment', 'with-success', facts)).toBe(25)
    expect(read('ivr-containment', 'self-served', facts)).toBe(25)
  })

  test('counts a conversation once, where the last of its flows ended', () => {
    const [observation, ...others] = replayed('ivr-containment', [
      inFlows([stay({ seconds: 30 }), stay({ seconds: 90 }, 1)]),
    ])
    expect(observation?.at).toBe(began + 90_000)
    expect(others).toEqual([])
  })

  test('says nothing of a call that goes on, nor of one that met no such flow', () => {
    const open = inFlows([stay({})], { endedAt: null })
    expect(replayed('ivr-containment', [open, inFlows([stay({ flowType: 'BOT' })]), inFlows([])])).toEqual([])
  })
})

describe('bot containment', () => {
  test('is bot sessions that handed over to nobody: two of three', () => {
    const bots = [
      stay({ flowType: 'BOT', transferType: 'ACD' }),
      stay({ flowType: 'BOT' }, 1),
      stay({ flowType: 'DIGITALBOT', outcomes: [outcome('success', 10)] }, 2),
      stay({ flowType: 'INBOUNDCALL' }, 3),
      stay({ flowType: 'BOT', endedAt: null }, 4),
    ]
    expect(summaryOf('bot-containment', [inFlows(bots)])).toMatchObject({
      parts: { contained: 2, sessions: 3, withSuccess: 1 },
    })
    expect(read('bot-containment', 'with-success', [inFlows(bots)])).toBeCloseTo(100 / 3, 10)
  })

  test('a session that let go by a transfer is not contained, though nobody says to what', () => {
    const bot = stay({ flowType: 'BOT', exitReason: 'TRANSFER' })
    expect(summaryOf('bot-containment', [inFlows([bot])]).value).toBe(0)
  })
})

describe('flow outcome success', () => {
  test('an outcome tried three times and reached at last is one success, counted where it was reached', () => {
    const tries = [outcome('failure', 10), outcome('failure', 20), outcome('success', 25)]
    const [observation, ...others] = replayed('flow-outcome-success', [inFlows([stay({ outcomes: tries })])])
    expect(observation).toMatchObject({ at: began + 25_000, parts: [1, 1] })
    expect(others).toEqual([])
  })

  test('outcomes of one stay count each, and can be narrowed to some', () => {
    const outcomes = [
      outcome('success', 10, 'pay'),
      outcome('failure', null, 'book'),
      outcome('unknown', 5, 'ask'),
    ]
    const facts = [inFlows([stay({ outcomes })])]
    expect(summaryOf('flow-outcome-success', facts)).toMatchObject({ value: 50, observations: 2 })
    expect(summaryOf('flow-outcome-success', facts, { parameters: { outcomeIds: ['book'] } }).value).toBe(0)
  })

  test('one that failed and has no end counts where the stay ended', () => {
    const facts = [inFlows([stay({ seconds: 45, outcomes: [outcome('failure', null)] })])]
    expect(replayed('flow-outcome-success', facts)[0]).toMatchObject({ at: began + 45_000, parts: [0, 1] })
  })
})
