import fc from 'fast-check'
import type { InteractionEvent } from '../../src/events/event'
import { readConversation } from '../../src/genesys/conversation'
import { formatInstant } from '../../src/time/instant'

const noon = Date.UTC(2026, 9, 25, 12)
const offset = fc.integer({ min: -600_000, max: 7_200_000 })

const segment = fc
  .record({
    from: offset,
    ms: fc.integer({ min: 0, max: 3_600_000 }),
    open: fc.boolean(),
    type: fc.constantFrom('alert', 'interact', 'wrapup'),
  })
  .map(({ from, ms, open, type }) => ({
    segmentStart: formatInstant(noon + from),
    ...(open ? {} : { segmentEnd: formatInstant(noon + from + ms) }),
    segmentType: type,
  }))

const metric = fc
  .record({ name: fc.constantFrom('tTalk', 'nOffered', 'tAcd', 'oFuture'), value: fc.nat(), at: offset })
  .map(({ name, value, at }) => ({ name, value, emitDate: formatInstant(noon + at) }))

const session = fc.record({
  segments: fc.array(segment, { maxLength: 4 }),
  metrics: fc.array(metric, { maxLength: 4 }),
})

/** Up to five participants with one session each, told apart by an agent id that says where they stood. */
const participants = fc.array(session, { minLength: 1, maxLength: 5 }).map((sessions) =>
  sessions.map((one, index) => ({
    purpose: 'agent',
    userId: `agent-${index}`,
    sessions: [
      { sessionId: `s-${index}`, peerId: `s-${(index + 1) % sessions.length}`, mediaType: 'voice', ...one },
    ],
  })),
)

function eventsOf(told: readonly unknown[]): readonly InteractionEvent[] {
  const result = readConversation({
    conversationId: 'c-1',
    conversationStart: formatInstant(noon),
    participants: told,
  })
  if ('problem' in result) throw new Error(`${result.problem.path}: ${result.problem.detail}`)
  return result.conversation.events
}

/** Each event with its session called by the agent in it, in an order of its own. */
function independentOfOrdinals(events: readonly InteractionEvent[]): string[] {
  const agents = new Map<number, string | null>()
  for (const event of events) if (event.kind === 'session-opened') agents.set(event.session, event.agentId)
  return events
    .map((event) => {
      if (!('session' in event)) return JSON.stringify(event)
      const peer = event.kind === 'session-opened' && event.peer !== null ? agents.get(event.peer) : undefined
      return JSON.stringify({ ...event, session: agents.get(event.session), peer })
    })
    .sort()
}

test('events are in order of time, whatever the order of the record', () => {
  fc.assert(
    fc.property(participants, (told) => {
      const instants = eventsOf(told).map((event) => event.at)
      expect(instants).toEqual([...instants].sort((a, b) => a - b))
    }),
  )
})

test('the same record gives the same events', () => {
  fc.assert(
    fc.property(participants, (told) => {
      expect(eventsOf(structuredClone(told))).toEqual(eventsOf(told))
    }),
  )
})

test('what happened does not depend on the order in which participants are told', () => {
  fc.assert(
    fc.property(participants, fc.infiniteStream(fc.nat()), (told, dice) => {
      const shuffled = told
        .map((one) => ({ one, key: dice.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one)
      expect(independentOfOrdinals(eventsOf(shuffled))).toEqual(independentOfOrdinals(eventsOf(told)))
    }),
  )
})

test('everything told is there once: a segment opens, closes when it has an end, and each metric is emitted', () => {
  fc.assert(
    fc.property(participants, (told) => {
      const count = (kind: InteractionEvent['kind']) =>
        eventsOf(told).filter((event) => event.kind === kind).length
      const sessions = told.flatMap((one) => one.sessions)
      expect(count('segment-opened')).toBe(sessions.flatMap((one) => one.segments).length)
      expect(count('segment-closed')).toBe(
        sessions.flatMap((one) => one.segments).filter((one) => 'segmentEnd' in one).length,
      )
      expect(count('measure-emitted')).toBe(sessions.flatMap((one) => one.metrics).length)
    }),
  )
})
