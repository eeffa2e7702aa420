import fc from 'fast-check'
import {
  type AgentDayEvents,
  activityCategories,
  presences,
  routingStatuses,
  shrinkages,
} from '../../src/events/agent-event'
import { parseInstant } from '../../src/time/instant'

const dayMs = 86_400_000

/** A record from one instant to another; null: it goes on. */
export const shown = <Status>(status: Status, from: number, to: number | null) => ({
  status,
  startedAt: from,
  endedAt: to,
})

/** Whatever may be told of a day: overlaps, gaps, records that go on, of this day and its neighbours. */
export function arbitraryAgentDay(date: string): fc.Arbitrary<AgentDayEvents> {
  const startedAt = parseInstant(`${date}T00:00:00Z`)
  const instants = fc.integer({ min: -dayMs, max: 2 * dayMs }).map((ms) => startedAt + ms)
  const records = <Status>(statuses: readonly Status[]) =>
    fc.array(
      fc
        .tuple(instants, fc.option(fc.integer({ min: 0, max: dayMs })), fc.constantFrom(...statuses))
        .map(([from, length, status]) => shown(status, from, length === null ? null : from + length)),
      { maxLength: 12 },
    )
  const told = fc.record({
    agentId: fc.uuid(),
    startedAt: fc.constant(startedAt),
    knownUntil: fc.option(instants),
    presences: records(presences),
    routings: records(routingStatuses),
    activities: fc.option(
      fc.array(
        fc.record({
          startsAt: instants,
          endsAt: instants,
          category: fc.constantFrom(...activityCategories),
          paid: fc.boolean(),
          shrinkage: fc.constantFrom(...shrinkages),
        }),
        { maxLength: 10 },
      ),
    ),
  })
  // Drawn last, so that what is told is the same for the same seed as it was before anybody vouched.
  return fc.tuple(told, fc.option(instants)).map(([events, coveredUntil]) => ({ ...events, coveredUntil }))
}
