import fc from 'fast-check'
import type { AgentLeg, ConversationFacts } from '../../src/facts/fact'
import { findDefinition } from '../../src/kpis/catalogue'
import { findVariant } from '../../src/kpis/variants'
import { arbitraryFacts } from '../facts/arbitrary-facts'
import { agentSession, factsOf, type LegTold } from '../facts/told'
import { replayed, summaryOf } from './replayed'

const start = '2026-10-20T14:00:00.000Z'

const call = (leg: LegTold, id?: string): ConversationFacts => factsOf(start, [agentSession(leg)], id)

/** A leg on which a customer was only wrapped up: no talk at all. */
const wrappedUpOnly = factsOf(start, [
  {
    purpose: 'agent',
    agent: 'ann',
    queue: 'sales',
    segments: [['wrapup', 0, 30]],
    measures: [
      ['after-call-work', 30_000, 30],
      ['handle', 30_000, 30],
    ],
  },
])

describe('average talk time', () => {
  const legs = [call({ talk: 200 }), call({ talk: 100 }), wrappedUpOnly]

  test('is divided by all handled legs: 300 s by 3', () => {
    expect(summaryOf('average-talk-time', legs)).toMatchObject({
      value: 100,
      parts: { talkMs: 300_000, legs: 3 },
    })
  })

  test('is divided by the legs with talk when asked: 300 s by 2', () => {
    expect(summaryOf('average-talk-time', legs, { parameters: { divisor: 'own' } })).toMatchObject({
      value: 150,
      parts: { talkMs: 300_000, legs: 2 },
    })
  })

  test('counts talk where it ended and the leg where its after-call work did', () => {
    const [talk, leg] = replayed('average-talk-time', [call({ talk: 100, acw: 1200 })])
    expect(talk).toMatchObject({ at: Date.parse(start) + 105_000, parts: [100_000, 0] })
    expect(leg).toMatchObject({ at: Date.parse(start) + 1_305_000, parts: [0, 1] })
  })
})

describe('average hold time', () => {
  const legs = [
    call({ talk: 60, hold: 30 }),
    call({ talk: 60, hold: 90 }),
    ...Array.from({ length: 8 }, () => call({ talk: 60 })),
  ]

  test('is 12 s over ten handled legs, 60 s over the two that were on hold', () => {
    expect(summaryOf('average-hold-time', legs).value).toBe(12)
    expect(summaryOf('average-hold-time', legs, { parameters: { divisor: 'own' } }).value).toBe(60)
  })
})

describe('average after-call work', () => {
  const legs = [call({ talk: 60, acw: 20 }), call({ talk: 60, acw: 40 }), call({ talk: 60 })]

  test('is 20 s over three handled legs, 30 s over the two with any', () => {
    expect(summaryOf('average-after-call-work', legs).value).toBe(20)
    expect(summaryOf('average-after-call-work', legs, { parameters: { divisor: 'own' } }).value).toBe(30)
  })
})

test('hold ratio is hold in handle: 120 s of 1200 s are 10 %', () => {
  expect(summaryOf('hold-ratio', [call({ talk: 1080, hold: 120 })]).value).toBe(10)
})

test('after-call work ratio is after-call work in handle: 60 s of 600 s are 10 %', () => {
  expect(summaryOf('after-call-work-ratio', [call({ talk: 540, acw: 60 })]).value).toBe(10)
})

describe('transfer rate', () => {
  const handedOn = (kind: 'blind' | 'consult') => {
    const session = agentSession({ talk: 60 })
    const transfers = [
      ['transferred', 1, 65],
      [`${kind}-transferred`, 1, 65],
    ] as const
    return factsOf(start, [{ ...session, measures: [...(session.measures ?? []), ...transfers] }])
  }
  const legs = [
    ...Array.from({ length: 180 }, () => call({ talk: 60 })),
    ...Array.from({ length: 15 }, () => handedOn('blind')),
    ...Array.from({ length: 5 }, () => handedOn('consult')),
  ]

  test('is 10 % for 20 transfers on 200 handled legs', () => {
    expect(summaryOf('transfer-rate@1', legs)).toMatchObject({
      value: 10,
      parts: { transfers: 20, handled: 200 },
    })
  })

  test('in version 1 can be narrowed to blind or consult transfers by a parameter', () => {
    expect(summaryOf('transfer-rate@1', legs, { parameters: { kind: 'blind' } }).value).toBe(7.5)
    expect(summaryOf('transfer-rate@1', legs, { parameters: { kind: 'consult' } }).value).toBe(2.5)
  })

  test('in version 1 refuses a kind that is none', () => {
    expect(() => summaryOf('transfer-rate@1', legs, { parameters: { kind: 'warm' } })).toThrow(/kind/)
  })

  test('in version 2 is the same, and its kinds are variants over the same rows', () => {
    const read = (name?: string) =>
      summaryOf('transfer-rate@2', legs, {
        variant: name === undefined ? undefined : findVariant(findDefinition('transfer-rate@2'), name, {}),
      }).value
    expect([read(), read('blind'), read('consult'), read('external')]).toEqual([10, 7.5, 2.5, 0])
  })

  test('knows of the last transfer of a leg whether it left the house', () => {
    const [leg] = factsOf(start, [agentSession({ talk: 60 })]).agentLegs
    const measurements = [18, 1000, 1, 18, 2000, 1, 15, 3000, 60_000]
    const twice = {
      ...factsOf(start, []),
      agentLegs: [{ ...(leg as AgentLeg), transferredTo: 'external' as const, measurements }],
    }
    expect(summaryOf('transfer-rate@2', [twice]).parts).toEqual({
      transfers: 2,
      handled: 1,
      blind: 0,
      consult: 0,
      external: 1,
    })
  })
})

describe('handle time per conversation', () => {
  const transferred = factsOf(start, [
    agentSession({ agent: 'ann', talk: 300 }),
    agentSession({ agent: 'bob', talk: 200, from: 310 }),
  ])

  test('is all handle of a contact: 500 s for a call that two agents handled', () => {
    expect(summaryOf('handle-time-per-conversation', [transferred])).toMatchObject({
      value: 500,
      parts: { handleMs: 500_000, conversations: 1 },
    })
    expect(summaryOf('average-handle-time', [transferred]).value).toBe(250)
  })

  test('counts the conversation where its first handle is posted, whatever the order of the legs', () => {
    const long = factsOf(start, [
      agentSession({ agent: 'ann', talk: 3000 }),
      agentSession({ agent: 'bob', talk: 200, from: 310 }),
    ])
    expect(
      replayed('handle-time-per-conversation', [long]).map(({ agentId, parts }) => [agentId, parts]),
    ).toEqual([
      ['ann', [3_000_000, 0, 3_200_000]],
      ['bob', [200_000, 1, 0]],
    ])
  })

  test('has percentiles of whole conversations, not of their legs', () => {
    const { percentiles } = summaryOf('handle-time-per-conversation', [transferred], { percentiles: [50] })
    expect(Math.abs((percentiles?.p50 as number) - 500)).toBeLessThan(5)
  })

  test('gives the value of version 1 for any conversations', () => {
    fc.assert(
      fc.property(fc.array(arbitraryFacts, { maxLength: 8 }), (facts) => {
        const [before, now] = [1, 2].map((version) =>
          summaryOf(`handle-time-per-conversation@${version}`, facts),
        )
        expect(now?.value).toBe(before?.value)
        expect(now?.parts).toMatchObject(before?.parts as object)
      }),
    )
  })

  test('leaves out what no agent handled', () => {
    expect(summaryOf('handle-time-per-conversation', [factsOf(start, [])])).toMatchObject({
      value: null,
      observations: 0,
    })
  })
})

test('average alert time is over every ringing, answered or not: 4 s and 8 s are 6 s', () => {
  const rings = [4, 8].map((seconds) =>
    factsOf(start, [
      {
        purpose: 'agent',
        agent: 'ann',
        queue: 'sales',
        segments: [['alert', 0, seconds]],
        measures: [['alert', seconds * 1000, seconds]],
      },
    ]),
  )
  expect(summaryOf('average-alert-time', rings)).toMatchObject({
    value: 6,
    parts: { alertMs: 12_000, alerts: 2 },
  })
})
