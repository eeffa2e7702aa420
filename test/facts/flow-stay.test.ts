import { total } from '../../src/facts/measurements'
import { parseInstant } from '../../src/time/instant'
import { factsOf, sampleFacts } from './told'

const start = '2026-10-20T09:00:00.000Z'

test('the menu of a real call is a flow, with all that was measured on its session (sample 08a)', () => {
  const [facts] = sampleFacts('08a-details-query-voice-outbound.json')
  expect(facts?.flows).toHaveLength(1)
  const menu = facts?.flows[0]
  expect(menu).toMatchObject({
    ordinal: 0,
    flowId: '207a5898-cbc2-5b69-9ec2-8124181b40f1',
    flowType: 'INBOUNDCALL',
    mediaType: 'voice',
    exitReason: 'TRANSFER',
    transferType: 'ACD',
    outcomes: [],
  })
  const measured = menu?.measurements ?? []
  expect(total(measured, 'ivr')).toBe(28_979)
  expect(total(measured, 'flow')).toBe(28_722)
  expect(total(measured, 'flow-exit')).toBe(28_722)
  expect(total(measured, 'flow-started')).toBe(1)
})

test('a flow that plays while a caller waits takes what is about flows, and leaves the wait to the queue', () => {
  const { queueVisits, flows } = factsOf(start, [
    {
      purpose: 'acd',
      queue: 'sales',
      segments: [['interact', 0, 40]],
      measures: [
        ['offered', 1, 0],
        ['flow', 38_000, 39],
        ['queue-wait', 40_000, 40],
        ['flowed-out', 40_000, 40],
      ],
      flow: { flowType: 'INQUEUECALL', exitReason: 'TRANSFER', transferType: 'VOICEMAIL' },
      flowOutType: 'voicemail',
    },
  ])
  expect(queueVisits).toHaveLength(1)
  expect(queueVisits[0]).toMatchObject({ outcome: 'flow-out', flowOutType: 'voicemail' })
  expect(queueVisits[0]?.measurements).toHaveLength(9)
  expect(flows[0]?.measurements).toEqual([54, parseInstant(start) + 39_000, 38_000])
})

test('a flow whose session goes on has no end', () => {
  const { flows } = factsOf(start, [
    { purpose: 'ivr', segments: [['ivr', 0, null]], flow: { flowType: 'INBOUNDCALL' } },
  ])
  expect(flows[0]).toMatchObject({ endedAt: null, exitReason: null })
})
