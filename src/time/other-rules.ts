/**
 * The rules that others go by, to be held against ours and for nothing else: those of another release of the tz data
 * package, and those a JavaScript engine was built with.
 */
import type { Interval } from './interval'
import type { OffsetSpans } from './rule-differences'
import { unpack } from './tz-data'

/** A release as `moment-timezone` packs it (`data/packed/latest.json` of that version). */
export interface PackedRelease {
  version: string
  zones: readonly string[]
  links: readonly string[]
}

/** The offsets of each zone and link of a packed release, by name. */
export function packedRules(release: PackedRelease): ReadonlyMap<string, OffsetSpans> {
  const rules = new Map<string, OffsetSpans>()
  for (const packed of release.zones) {
    const { transitions, offsetsMs } = unpack(packed)
    rules.set(packed.slice(0, packed.indexOf('|')), {
      starts: [Number.NEGATIVE_INFINITY, ...transitions],
      offsetsMs,
    })
  }
  for (const link of release.links) {
    const [target, name] = link.split('|') as [string, string]
    const found = rules.get(target)
    if (found !== undefined) rules.set(name, found)
  }
  return rules
}

/**
 * The offsets of a zone by the engine's own rules during an interval, found by asking every week and bisecting where two
 * answers differ; undefined when the engine does not know the name.
 */
export function engineRules(zone: string, during: Interval): OffsetSpans | undefined {
  const offsetAt = engineOffset(zone)
  if (offsetAt === undefined) return undefined
  // Clocks change at whole minutes: beginning at one, bisecting ends at one.
  const first = Math.floor(during.start / 60_000) * 60_000
  const starts = [first]
  const offsetsMs = [offsetAt(first)]
  for (let at = first; at < during.end; at += weekMs) {
    let next = at + weekMs
    const offset = offsetAt(next)
    if (offset === offsetsMs.at(-1)) continue
    let low = at
    while (next - low > 60_000) {
      const middle = low + Math.floor((next - low) / 120_000) * 60_000
      if (offsetAt(middle) === offset) next = middle
      else low = middle
    }
    starts.push(next)
    offsetsMs.push(offset)
  }
  return { starts, offsetsMs }
}

const weekMs = 7 * 86_400_000

function engineOffset(zone: string): ((at: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      ...{
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      },
    } as Intl.DateTimeFormatOptions)
    return (at) => {
      const part: Record<string, number> = {}
      for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
      return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
    }
  } catch {
    return undefined
  }
}
