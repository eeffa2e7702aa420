import type { AgentLeg, ConversationFacts } from '../facts/fact'
import type { Measure } from '../facts/measure'
import { last, type Measurements, total } from '../facts/measurements'
import type { Instant } from '../time/instant'

/** What an agent does for a contact, as a whole and, where the whole was not posted, in pieces. */
const work: readonly [whole: Measure, piece: Measure][] = [
  ['talk-complete', 'talk'],
  ['held-complete', 'held'],
  ['after-call-work', 'after-call-work'],
]

/** Talk, hold and after-call work of a leg, in milliseconds; without dialing and contacting. */
export function workMs({ measurements }: AgentLeg): number {
  return work.reduce(
    (sum, [whole, piece]) => sum + (total(measurements, whole) ?? total(measurements, piece) ?? 0),
    0,
  )
}

/**
 * When a leg's handling was complete: where the platform posted `handle`. A few legs end without it; once
 * the conversation is over nothing more can come, and such a leg counts where its last work was posted. Null:
 * not complete yet, or no work at all.
 */
export function workCompleteAt(facts: ConversationFacts, leg: AgentLeg): Instant | null {
  const handle = last(leg.measurements, 'handle')
  if (handle !== null) return handle.at
  return facts.endedAt === null || leg.endedAt === null ? null : lastWorkAt(leg.measurements)
}

function lastWorkAt(measurements: Measurements): Instant | null {
  const posted = work.flat().map((measure) => last(measurements, measure)?.at ?? null)
  const instants = posted.filter((at) => at !== null)
  return instants.length === 0 ? null : Math.max(...instants)
}
