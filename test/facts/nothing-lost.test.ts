import fc from 'fast-check'
import { foldConversation } from '../../src/facts/fold'
import { type Measure, measureCodes } from '../../src/facts/measure'
import { parseInstant } from '../../src/time/instant'
import { type SessionTold, tell } from './told'

const start = '2026-10-20T09:00:00.000Z'
const seconds = fc.integer({ min: 0, max: 300 })
const measure = fc.constantFrom(
  'offered',
  'queue-wait',
  'answered',
  'abandoned',
  'over-target',
  'handle',
  'tNew',
  'flow',
  'ivr',
)

/** Sessions that agree with each other or do not: records in any state. */
const session: fc.Arbitrary<SessionTold> = fc
  .record({
    purpose: fc.constantFrom('acd', 'agent', 'user', 'ivr'),
    queue: fc.constantFrom('sales', 'billing'),
    media: fc.constantFrom('voice', 'callback'),
    peer: fc.nat({ max: 4 }),
    inFlow: fc.boolean(),
    segments: fc.array(
      fc.tuple(fc.constantFrom('delay', 'alert', 'interact', 'hold', 'wrapup'), seconds, fc.option(seconds)),
      { minLength: 1, maxLength: 4 },
    ),
    measures: fc.array(fc.tuple(measure, fc.integer({ min: 0, max: 300_000 }), seconds), {
      minLength: 1,
      maxLength: 5,
    }),
  })
  .map(({ segments, inFlow, ...rest }) => ({
    ...rest,
    // A menu is a flow; in a queue and beside an agent one may play as well.
    ...(inFlow || rest.purpose === 'ivr' ? { flow: { flowType: 'INBOUNDCALL', outcomes: ['success'] } } : {}),
    segments: segments.map(
      ([type, from, length]) => [type, from, length === null ? null : from + length] as const,
    ),
  }))

const sessions = fc.array(session, { maxLength: 6 })

test('every measure of a queue, agent or flow session is on exactly one visit, leg or flow', () => {
  fc.assert(
    fc.property(sessions, (told) => {
      const { queueVisits, agentLegs, flows } = foldConversation(tell(start, told))
      const kept = [...queueVisits, ...agentLegs, ...flows].flatMap(({ measurements }) =>
        triples(measurements),
      )
      const emitted = told.flatMap(({ measures = [] }) =>
        measures.map(([name, value, at]) => [
          measureCodes[name as Measure] ?? name,
          parseInstant(start) + at * 1000,
          value,
        ]),
      )
      expect(kept.map(String).sort()).toEqual(emitted.map(String).sort())
    }),
  )
})

test('every session in a flow is one flow, with its outcomes', () => {
  fc.assert(
    fc.property(sessions, (told) => {
      const { flows } = foldConversation(tell(start, told))
      expect(flows.length).toBe(told.filter(({ flow }) => flow !== undefined).length)
      for (const { outcomes } of flows) expect(outcomes.map(({ value }) => value)).toEqual(['success'])
      const started = flows.map(({ startedAt }) => startedAt)
      expect(started).toEqual([...started].sort((a, b) => a - b))
      expect(flows.map(({ ordinal }) => ordinal)).toEqual(started.map((_, index) => index))
    }),
  )
})

test('visits and legs stand in order of time, numbered by position', () => {
  fc.assert(
    fc.property(sessions, (told) => {
      const { queueVisits, agentLegs } = foldConversation(tell(start, told))
      const entered = queueVisits.map(({ enteredAt }) => enteredAt)
      const started = agentLegs.map(({ startedAt }) => startedAt)
      expect(entered).toEqual([...entered].sort((a, b) => a - b))
      expect(started).toEqual([...started].sort((a, b) => a - b))
      expect(queueVisits.map(({ ordinal }) => ordinal)).toEqual(entered.map((_, index) => index))
      expect(agentLegs.map(({ ordinal }) => ordinal)).toEqual(started.map((_, index) => index))
    }),
  )
})

function triples(measurements: readonly (number | string)[]): (number | string)[][] {
  return Array.from({ length: measurements.length / 3 }, (_, index) =>
    measurements.slice(index * 3, index * 3 + 3),
  )
}
