import type { Instant } from '../time/instant'
import type { Measure } from './measure'
import { codeOf, type Emission, endOf, type SessionRecord } from './session-record'

const measureOfSegment: Readonly<Record<string, Measure>> = {
  interact: 'talk-complete',
  hold: 'held-complete',
  wrapup: 'after-call-work',
  dialing: 'dialing',
  contacting: 'contacting',
}

/**
 * The measures of a leg whose session has none, as records of 2016 do: each kind of work summed over its
 * segments at the end of the last of them, and `handle` as their sum at the end of the last segment.
 *
 * Only for a leg that is over and had work in it. Where the platform did measure, its measures are kept instead:
 * segments and measures disagree by seconds (docs/facts/genesys.md §4.2).
 */
export function measureFromSegments(session: SessionRecord): Emission[] {
  const endedAt = endOf(session.segments)
  if (endedAt === null) return []
  const sums = new Map<Measure, { at: Instant; value: number }>()
  for (const segment of session.segments) {
    const measure = Object.hasOwn(measureOfSegment, segment.type) ? measureOfSegment[segment.type] : undefined
    if (measure === undefined || segment.endedAt === null) continue
    const sum = sums.get(measure) ?? { at: segment.endedAt, value: 0 }
    sum.at = Math.max(sum.at, segment.endedAt)
    sum.value += segment.endedAt - segment.startedAt
    sums.set(measure, sum)
  }
  if (sums.size === 0) return []
  const emissions = [...sums].map(([measure, { at, value }]) => ({ code: codeOf(measure), at, value }))
  const handle = emissions.reduce((total, { value }) => total + value, 0)
  return [...emissions, { code: codeOf('handle'), at: endedAt, value: handle }]
}
