/**
 * From wall time to instant: the one place where this happens.
 *
 * When clocks go back, a wall time happens twice (an overlap); when they go forward, it does not happen (a
 * gap). Libraries choose for you, luxon by the date on which it is asked. Here the caller says what is meant,
 * and the answer is the same for ever.
 */
import { UsageError } from '../errors'
import type { Instant } from './instant'
import type { WallTime } from './local-time'
import { formatWallTime, wallMsOf } from './wall-time'
import type { Zone } from './zone-name'
import { spanIndexAt, widestOffsetMs } from './zone-table'

export interface LocalPolicy {
  /** A wall time that happens twice is its earlier instant, its later one, or refused. */
  readonly overlap: 'earlier' | 'later' | 'reject'
  /**
   * A wall time that does not happen is
   * - `forward`: read with the offset from before the change. It moves on by the length of the gap: 02:30
   *   becomes 03:30 (java.time, and Temporal's `compatible` and `later`);
   * - `backward`: read with the offset from after the change. It moves back by the length of the gap: 02:30
   *   becomes 01:30 (Temporal's `earlier`);
   * - `reject`: refused.
   */
  readonly gap: 'forward' | 'backward' | 'reject'
}

export class AmbiguousLocalTimeError extends UsageError {
  constructor(message: string) {
    super(message, { code: 'time.ambiguous-local-time' })
  }
}

export class NonexistentLocalTimeError extends UsageError {
  constructor(message: string) {
    super(message, { code: 'time.nonexistent-local-time' })
  }
}

/**
 * The instant at which clocks in the zone show a wall time.
 *
 * @throws AmbiguousLocalTimeError when it happens twice and `overlap` is `reject`
 * @throws NonexistentLocalTimeError when it does not happen and `gap` is `reject`
 * @throws InvalidLocalTimeError when its fields are out of range
 */
export function resolveLocal(zone: Zone, wall: WallTime, policy: LocalPolicy): Instant {
  return resolveWallMs(zone, wallMsOf(wall), policy, () => formatWallTime(wall))
}

/** `resolveLocal` for a wall time counted in milliseconds from 1970-01-01T00:00 on the wall. */
export function resolveWallMs(
  zone: Zone,
  wallMs: number,
  policy: LocalPolicy,
  describe: () => string = () => `${wallMs} ms on the wall`,
): Instant {
  const { starts, offsetsMs } = zone.table
  let earlier: Instant | undefined
  let later: Instant | undefined
  let gapAt = -1
  const first = spanIndexAt(zone.table, wallMs - widestOffsetMs)
  for (let span = first; span < offsetsMs.length; span++) {
    const start = starts[span] as number
    if (start > wallMs + widestOffsetMs) break
    const instant = wallMs - (offsetsMs[span] as number)
    if (instant >= start && instant < (starts[span + 1] as number)) {
      earlier ??= instant
      later = instant
    } else if (span > first && instant < start && wallMs >= start + (offsetsMs[span - 1] as number)) {
      gapAt = span
    }
  }

  if (earlier !== undefined && later !== undefined) {
    if (earlier !== later && policy.overlap === 'reject') {
      throw new AmbiguousLocalTimeError(
        `Local time ${describe()} happens twice in ${zone.name}, because clocks go back: choose the earlier or the later.`,
      )
    }
    return policy.overlap === 'later' ? later : earlier
  }
  if (policy.gap === 'reject') {
    throw new NonexistentLocalTimeError(
      `Local time ${describe()} does not happen in ${zone.name}, because clocks go forward over it: choose forward or backward.`,
    )
  }
  return wallMs - (offsetsMs[policy.gap === 'forward' ? gapAt - 1 : gapAt] as number)
}
