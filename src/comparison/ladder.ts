import type { KpiContext } from '../kpis/context'
import type { KpiDefinition } from '../kpis/definition'
import { type PlacedObservation, replay } from '../kpis/replay'
import type { Subject, SubjectFacts } from '../kpis/subject'
import type { PlacesAsked } from '../kpis/summary-dimensions'
import { type Cause, type CodeStep, causeInCode } from './cause'
import type { ComparedSide } from './common-parts'
import { differingPairs, type ObservationPair, type Seen } from './seen'

/**
 * One account on the way from A to B: a definition with everything it is replayed with. Each rung differs from the one before in a
 * single thing, so what moves between them is that thing's doing.
 */
export interface Rung {
  definition: KpiDefinition
  context: KpiContext
  /** By which zones its days are reckoned. */
  places: PlacesAsked
  /** How its observations are seen. */
  seen: (observation: PlacedObservation) => Seen
  /** What is different from the rung before: a cause, or the code. Of the first rung it means nothing. */
  step: Cause | CodeStep
}

/** What was stored of one subject on a side, and what it is because of where a replay gives something else. */
export interface StoredEnd {
  rows: readonly Seen[]
  cause: Cause
}

/** What changed on one step, with its one cause. */
export interface Move extends ObservationPair {
  cause: Cause
}

/**
 * Climbs from A to B over one subject's facts. Every change of an observation on every step is a move with one cause, and all moves
 * together make the difference between both ends: whatever one step adds and another takes away again cancels.
 *
 * @param ends what is stored, where A and B are stored; else both ends are the replays themselves
 */
export function climb(
  rungs: readonly Rung[],
  facts: SubjectFacts[Subject] | null,
  ends: Partial<Record<ComparedSide, StoredEnd>> = {},
): Move[] {
  const moves: Move[] = []
  let below: readonly Seen[] | null = ends.a?.rows ?? null
  const step = (above: readonly Seen[], causeOf: (pair: ObservationPair) => Cause) => {
    for (const pair of differingPairs(below ?? above, above)) moves.push({ ...pair, cause: causeOf(pair) })
    below = above
  }
  if (facts !== null) {
    rungs.forEach((rung, index) => {
      const under = rungs[index - 1]
      const above = replay(rung.definition, rung.context, facts).map(rung.seen)
      if (under === undefined) step(above, () => (ends.a as StoredEnd).cause)
      else step(above, (pair) => causeOf(rung, under, pair, facts))
    })
  }
  if (ends.b !== undefined) {
    const { rows, cause } = ends.b
    step(rows, () => cause)
  }
  return moves
}

function causeOf(rung: Rung, under: Rung, pair: ObservationPair, facts: SubjectFacts[Subject]): Cause {
  if (!('from' in rung.step)) return rung.step
  return causeInCode(rung.step, pair, facts, { from: under.context, to: rung.context })
}
