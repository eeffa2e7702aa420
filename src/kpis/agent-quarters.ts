import { type AgentDay, endOf } from '../facts/agent-day'
import { baseGrain, floorToGrain, grainMs, splitByGrain } from '../time/grain'
import type { Interval } from '../time/interval'
import type { Observation } from './definition'

/** Time of an agent that counts in a part, from its start to its end. */
export type PartOfTime = Interval & { part: string }

/**
 * What an agent's day yields for definitions of agents' time: an observation for each quarter hour of UTC in which any of its parts
 * has time, with the milliseconds that lie in that quarter. So each millisecond counts where it elapsed (`clip`), without anything
 * to cut later, and quarters add up to local hours and days of every zone.
 *
 * @param parts all of the definition's parts
 */
export function observeQuarters(
  day: AgentDay,
  parts: readonly string[],
  times: Iterable<PartOfTime>,
): Observation[] {
  const quarters = new Map<number, Record<string, number>>()
  for (const { part, ...time } of times) {
    for (const { start, end } of splitByGrain(time, baseGrain)) {
      const quarter = floorToGrain(start, baseGrain)
      let sums = quarters.get(quarter)
      if (sums === undefined) {
        sums = Object.fromEntries(parts.map((name) => [name, 0]))
        quarters.set(quarter, sums)
      }
      sums[part] = (sums[part] ?? 0) + end - start
    }
  }
  const size = grainMs(baseGrain)
  const known = day.knownUntil ?? endOf(day)
  return [...quarters]
    .sort(([a], [b]) => a - b)
    .map(([at, sums]) => ({
      ordinal: (at - day.startedAt) / size,
      at,
      agentId: day.agentId,
      queueId: null,
      mediaType: null,
      direction: null,
      parts: sums,
      unfinished: at + size > known,
    }))
}

/** The same time in several parts. */
export function* inParts(times: Iterable<Interval>, ...parts: readonly string[]): Generator<PartOfTime> {
  for (const { start, end } of times) for (const part of parts) yield { start, end, part }
}
