import { inOrderOfTime } from '../../src/events/order'
import { foldConversation } from '../../src/facts/fold'
import { last, total } from '../../src/facts/measurements'
import { parseInstant } from '../../src/time/instant'
import { agentSession, factsOf, sampleFacts, tell } from './told'

describe('a completed chat (sample 02)', () => {
  const [facts] = sampleFacts('02-details-chat-complete.json')

  test('is one visit, answered after 11.179 s by the agent', () => {
    expect(facts?.queueVisits).toEqual([
      {
        ordinal: 0,
        queueId: 'a623d83c-96d7-4baa-af1f-d46ad6700d8b',
        mediaType: 'chat',
        direction: 'inbound',
        enteredAt: parseInstant('2021-04-01T12:27:53.388Z'),
        leftAt: parseInstant('2021-04-01T12:28:04.567Z'),
        outcome: 'answered',
        agentId: '50fcd33c-f432-4726-abc9-979f3ca01555',
        quality: 0,
        flowOutType: null,
        measurements: [
          ...[1, parseInstant('2021-04-01T12:27:53.388Z'), 1],
          ...[2, parseInstant('2021-04-01T12:28:04.567Z'), 11179],
          ...[3, parseInstant('2021-04-01T12:28:04.569Z'), 11179],
        ],
      },
    ])
  })

  test('is one leg whose measures are those of the record', () => {
    expect(facts?.agentLegs).toHaveLength(1)
    const leg = facts?.agentLegs[0]
    expect(leg).toMatchObject({
      agentId: '50fcd33c-f432-4726-abc9-979f3ca01555',
      startedAt: parseInstant('2021-04-01T12:27:53.519Z'),
      endedAt: parseInstant('2021-04-01T12:43:23.306Z'),
      wrapUpCode: null,
      disconnect: 'peer',
      consultOnly: false,
      quality: 0,
      measuredFromSegments: false,
    })
    const measurements = leg?.measurements ?? []
    expect(total(measurements, 'talk-complete')).toBe(374561)
    expect(total(measurements, 'held-complete')).toBe(544176)
    expect(total(measurements, 'after-call-work')).toBeNull()
    expect(last(measurements, 'handle')).toEqual({
      at: parseInstant('2021-04-01T12:43:23.306Z'),
      value: 918737,
    })
    expect(total(measurements, 'answered')).toBeNull()
  })
})

describe('an outbound voice call whose queue ids differ from segment to segment (sample 08a)', () => {
  const [facts] = sampleFacts('08a-details-query-voice-outbound.json')

  test('is one visit: the announcement before queueing is no stay of its own', () => {
    expect(facts?.queueVisits).toHaveLength(1)
    expect(facts?.queueVisits[0]).toMatchObject({
      queueId: 'abfd3842-4566-5f06-99cb-2be811afcb10',
      enteredAt: parseInstant('2025-03-10T05:08:32.021Z'),
      outcome: 'answered',
      agentId: 'a2c826ea-2aa9-5082-bf13-2abb83b3b243',
    })
  })

  test('handle is talk, since after-call work was skipped', () => {
    expect(total(facts?.agentLegs[0]?.measurements ?? [], 'handle')).toBe(26824)
  })
})

describe('records of 2016 without measures (sample 05)', () => {
  const all = sampleFacts('05-details-query-2016-outbound-preview-callback.json')
  const legs = all.flatMap((facts) => facts.agentLegs)

  test('legs that are over are measured from their segments', () => {
    const measured = legs.filter((leg) => leg.measuredFromSegments)
    expect(all).toHaveLength(25)
    expect(legs).toHaveLength(29)
    expect(measured).toHaveLength(27)
    const handleMs = measured.reduce((sum, leg) => sum + (total(leg.measurements, 'handle') ?? 0), 0)
    expect(handleMs).toBe(73354771) // summed apart from the program, over the segments of the file
  })

  test('a skipped preview callback has its handle at the end of the last segment', () => {
    const leg = all.find((facts) => facts.conversationId === '25c4a260-d72b-4c47-969d-b93fc21294ae')
      ?.agentLegs[0]
    expect(leg?.wrapUpCode).toBe('ININ-OUTBOUND-PREVIEW-SKIPPED')
    expect(last(leg?.measurements ?? [], 'handle')).toEqual({
      at: parseInstant('2016-09-06T00:12:31.296Z'),
      value: 2084,
    })
    expect(last(leg?.measurements ?? [], 'after-call-work')?.value).toBe(0)
  })

  test('a visit that left without a measure ended in no known way', () => {
    expect(all[0]?.queueVisits[0]).toMatchObject({ outcome: 'unknown', agentId: null, measurements: [] })
  })
})

describe('queue visits', () => {
  const start = '2026-10-20T09:00:00.000Z'

  test('a visit without an end is waiting', () => {
    const { queueVisits, endedAt } = factsOf(start, [
      { purpose: 'acd', queue: 'sales', segments: [['interact', 2, null]], measures: [['offered', 1, 2]] },
    ])
    expect(queueVisits[0]).toMatchObject({ outcome: 'waiting', leftAt: null })
    expect(endedAt).toBeNull()
  })

  test('a short abandon keeps both its measures', () => {
    const { queueVisits } = factsOf(start, [
      {
        purpose: 'acd',
        queue: 'sales',
        segments: [['interact', 2, 5, 'peer']],
        measures: [
          ['offered', 1, 2],
          ['queue-wait', 3000, 5],
          ['abandoned', 3000, 5],
          ['short-abandoned', 3000, 5],
        ],
      },
    ])
    expect(queueVisits[0]?.outcome).toBe('abandoned')
    expect(total(queueVisits[0]?.measurements ?? [], 'short-abandoned')).toBe(3000)
  })

  test('a flow-out is told by its measure', () => {
    const { queueVisits } = factsOf(start, [
      { purpose: 'acd', segments: [['interact', 2, 90]], measures: [['flowed-out', 88000, 90]] },
    ])
    expect(queueVisits[0]?.outcome).toBe('flow-out')
  })

  test('a session that goes on to another queue is two visits, each with its own measures', () => {
    const events = tell(start, [
      {
        purpose: 'acd',
        segments: [
          ['interact', 2, 30],
          ['interact', 30, 50, 'peer'],
        ],
        measures: [
          ['offered', 1, 2],
          ['flowed-out', 28000, 30],
          ['offered', 1, 30],
          ['abandoned', 20000, 50],
        ],
      },
    ])
    const moved = {
      ...events,
      events: events.events.map((event) =>
        event.kind === 'segment-opened'
          ? { ...event, queueId: event.segment === 0 ? 'sales' : 'billing' }
          : event,
      ),
    }
    const visits = foldConversation(moved).queueVisits
    expect(visits.map(({ queueId, outcome }) => [queueId, outcome])).toEqual([
      ['sales', 'flow-out'],
      ['billing', 'abandoned'],
    ])
    expect(visits.map(({ measurements }) => total(measurements, 'offered'))).toEqual([1, 1])
  })

  test('a measure without a name of ours is kept under its own', () => {
    const { agentLegs } = factsOf(start, [
      { purpose: 'agent', segments: [['interact', 0, 4]], measures: [['oNewThing', 7, 4]] },
    ])
    expect(agentLegs[0]?.measurements).toEqual(['oNewThing', parseInstant(start) + 4000, 7])
  })
})

describe('agent legs', () => {
  const start = '2026-10-20T09:00:00.000Z'

  test('a leg with an open segment has no end and, without measures, gets none', () => {
    const { agentLegs } = factsOf(start, [
      {
        purpose: 'agent',
        segments: [
          ['alert', 0, 5],
          ['interact', 5, null],
        ],
      },
    ])
    expect(agentLegs[0]).toMatchObject({ endedAt: null, measurements: [], measuredFromSegments: false })
  })

  test('the last wrap-up code chosen is the one that counts', () => {
    const events = tell(start, [{ ...agentSession({ talk: 60, acw: 10 }), wrapUp: ['first-choice', 70] }])
    const recoded = inOrderOfTime([
      ...events.events,
      { kind: 'wrap-up-coded' as const, at: parseInstant(start) + 74000, session: 0, code: 'second-choice' },
    ])
    expect(foldConversation({ ...events, events: recoded }).agentLegs[0]?.wrapUpCode).toBe('second-choice')
  })

  test('a measure posted before the first segment began is not lost', () => {
    const { agentLegs } = factsOf(start, [
      { purpose: 'agent', segments: [['interact', 10, 20]], measures: [['dialing', 500, 9]] },
    ])
    expect(total(agentLegs[0]?.measurements ?? [], 'dialing')).toBe(500)
  })

  test('customers, IVRs and queues have no leg', () => {
    const { agentLegs } = factsOf(start, [
      { purpose: 'customer', segments: [['interact', 0, 9]] },
      { purpose: 'ivr', segments: [['ivr', 0, 9]] },
      { purpose: 'user', agent: 'a', segments: [['interact', 0, 9]] },
    ])
    expect(agentLegs.map((leg) => leg.agentId)).toEqual(['a'])
  })
})
