import fc from 'fast-check'
import type { AgentDayEvents } from '../../src/events/agent-event'
import { type AgentDay, foldAgentDay, routedOnQueue } from '../../src/facts/agent-day'
import { AgentDayReader, encodeAgentDay } from '../../src/facts/compact-agent-day'
import { splitByGrain } from '../../src/time/grain'
import { parseInstant } from '../../src/time/instant'
import { arbitraryAgentDay, shown } from './arbitrary-agent-day'

const startedAt = parseInstant('2026-10-27T00:00:00Z')
const dayMs = 86_400_000
const nothing: AgentDayEvents = {
  agentId: 'agent-1',
  startedAt,
  knownUntil: startedAt + dayMs,
  coveredUntil: null,
  presences: [],
  routings: [],
  activities: null,
}
/** `at('09:30')` on the day; a third number is days after it. */
const at = (clock: string, days = 0) => parseInstant(`2026-10-27T${clock}:00Z`) + days * dayMs
const anyEvents = arbitraryAgentDay('2026-10-27')

describe('the day of an agent', () => {
  test('holds what lies within it of records that began before and end after', () => {
    const day = foldAgentDay({
      ...nothing,
      presences: [
        shown('offline', at('20:00', -1), at('08:00')),
        shown('on-queue', at('08:00'), at('02:00', 1)),
      ],
    })
    expect(day.presences).toEqual([
      { start: startedAt, end: at('08:00'), presence: 'offline' },
      { start: at('08:00'), end: startedAt + dayMs, presence: 'on-queue' },
    ])
    expect(day.flags).toEqual(['routing-gap'])
  })

  test('knows a record that goes on only as far as it was told', () => {
    const day = foldAgentDay({
      ...nothing,
      knownUntil: at('10:30'),
      presences: [shown('available', at('08:00'), null)],
    })
    expect(day.presences).toEqual([{ start: at('08:00'), end: at('10:30'), presence: 'available' }])
    expect(day.knownUntil).toBe(at('10:30'))
  })

  test('is told again with its end: the end counts', () => {
    const { presences } = foldAgentDay({
      ...nothing,
      presences: [
        shown('break', at('10:00'), null),
        shown('break', at('10:00'), at('10:15')),
        shown('available', at('10:20'), null),
      ],
    })
    expect(presences[0]).toEqual({ start: at('10:00'), end: at('10:15'), presence: 'break' })
  })

  test('gives time that two records claim to the one that began later, and says so', () => {
    const day = foldAgentDay({
      ...nothing,
      presences: [shown('available', at('08:00'), at('12:00')), shown('meeting', at('09:00'), at('10:00'))],
    })
    expect(day.presences).toEqual([
      { start: at('08:00'), end: at('09:00'), presence: 'available' },
      { start: at('09:00'), end: at('10:00'), presence: 'meeting' },
      { start: at('10:00'), end: at('12:00'), presence: 'available' },
    ])
    expect(day.flags).toEqual(['presence-overlap'])
  })

  test('says where nothing is told between two presences', () => {
    const day = foldAgentDay({
      ...nothing,
      presences: [shown('available', at('08:00'), at('09:00')), shown('offline', at('09:05'), null)],
    })
    expect(day.flags).toEqual(['presence-gap'])
  })

  test('of which nothing is told is offline as far as the export vouches for everybody, and no further', () => {
    const vouched = { ...nothing, knownUntil: null, coveredUntil: at('12:00') }
    expect(foldAgentDay(vouched)).toMatchObject({
      presences: [{ start: startedAt, end: at('12:00'), presence: 'offline' }],
      knownUntil: at('12:00'),
      flags: ['no-presence'],
    })
    expect(foldAgentDay({ ...vouched, coveredUntil: at('09:00', 1) }).knownUntil).toBe(startedAt + dayMs)
    expect(foldAgentDay({ ...vouched, coveredUntil: null })).toMatchObject({
      presences: [],
      knownUntil: null,
    })
  })

  test('that ends another presence is told, also where no presence of its own is: nothing is concluded', () => {
    const day = foldAgentDay({
      ...nothing,
      coveredUntil: startedAt + dayMs,
      presences: [shown('on-queue', at('20:00', -1), at('06:00'))],
    })
    expect(day.presences).toEqual([{ start: startedAt, end: at('06:00'), presence: 'on-queue' }])
    expect(day.flags).not.toContain('no-presence')
  })

  test('with nothing but a routing status is a day without a presence', () => {
    const day = foldAgentDay({
      ...nothing,
      coveredUntil: startedAt + dayMs,
      routings: [shown('interacting', at('20:00', -1), at('06:00'))],
    })
    expect(day.presences).toEqual([{ start: startedAt, end: startedAt + dayMs, presence: 'offline' }])
    expect(routedOnQueue(day)).toEqual([])
  })

  test('tells a schedule nobody read from one with nothing in it', () => {
    expect(foldAgentDay(nothing).activities).toBeNull()
    expect(foldAgentDay({ ...nothing, activities: [] }).activities).toEqual([])
  })

  test('counts routing only while on the queue', () => {
    const day = foldAgentDay({
      ...nothing,
      presences: [shown('on-queue', at('09:00'), at('10:00')), shown('break', at('10:00'), at('10:30'))],
      routings: [shown('interacting', at('09:50'), at('10:20'))],
    })
    expect(routedOnQueue(day)).toEqual([{ start: at('09:50'), end: at('10:00'), status: 'interacting' }])
  })
})

describe('whatever is told of a day', () => {
  test('it is the same in any order, and when parts of it come twice', () => {
    const told = anyEvents.chain((events) =>
      fc.record({
        events: fc.constant(events),
        again: fc.record({
          presences: fc.shuffledSubarray([...events.presences, ...events.presences], {
            minLength: events.presences.length * 2,
          }),
          routings: fc.shuffledSubarray([...events.routings], { minLength: events.routings.length }),
        }),
      }),
    )
    fc.assert(
      fc.property(told, ({ events, again }) => {
        expect(foldAgentDay({ ...events, ...again })).toEqual(foldAgentDay(events))
      }),
    )
  })

  test('what an export vouches for changes nothing where a presence is told', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const alone = foldAgentDay({ ...events, coveredUntil: null })
        if (alone.presences.length > 0) expect(foldAgentDay(events)).toEqual(alone)
        else if (events.coveredUntil === null) expect(foldAgentDay(events).presences).toEqual([])
        else expect(foldAgentDay(events).presences.every(({ presence }) => presence === 'offline')).toBe(true)
      }),
    )
  })

  test('no instant is counted twice, and all lies within the day and within what is known', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const day = foldAgentDay(events)
        const known = day.knownUntil ?? startedAt
        expectInOrder(day.presences, known)
        expectInOrder(day.routings, known)
        expectInOrder(day.activities ?? [], startedAt + dayMs)
      }),
    )
  })

  test('its quarters add up to its stretches', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        for (const stretch of foldAgentDay(events).presences) {
          const pieces = [...splitByGrain(stretch, 15)]
          expect(pieces.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(
            stretch.end - stretch.start,
          )
        }
      }),
    )
  })

  test('its stored form says the same, and the same day has the same bytes', () => {
    const reader = new AgentDayReader()
    fc.assert(
      fc.property(anyEvents, (events) => {
        const day = foldAgentDay(events)
        const bytes = encodeAgentDay(day)
        expect(reader.read(bytes)).toEqual<AgentDay>(day)
        expect(encodeAgentDay(reader.read(bytes)).equals(bytes)).toBe(true)
      }),
    )
  })
})

function expectInOrder(stretches: readonly { start: number; end: number }[], until: number): void {
  let reached = startedAt
  for (const { start, end } of stretches) {
    expect(start).toBeGreaterThanOrEqual(reached)
    expect(end).toBeGreaterThan(start)
    reached = end
  }
  expect(reached).toBeLessThanOrEqual(Math.max(until, startedAt))
}
