/**
 * A zone as a table: the instants at which its offset changes, and the offsets between them. Everything about
 * zones is read from here.
 *
 * A table is compiled from the tz data when its zone is first asked for, and kept. A look-up is a comparison
 * with the span found last time, then a binary search: replays read instants of the same weeks, so the first
 * mostly answers.
 *
 * The package lists the transitions that follow from each zone's last rule up to the year 2499 (the tests
 * hold those up to 2100 against the rules themselves). After its last transition a zone keeps its last
 * offset.
 */
import { createHash } from 'node:crypto'
import type { Instant } from './instant'
import type { Interval } from './interval'
import { canonicalName, unpackZone } from './tz-data'

export { tzRelease } from './tz-data'

/** What has a table: a `Zone` is one. */
export interface HasZoneTable {
  readonly table: ZoneTable
}

export interface ZoneTable {
  /** The zone's own name in the tz database. Links share the table of their zone. */
  readonly canonical: string
  /**
   * Span `i` is `[starts[i], starts[i + 1])`. The first start is -Infinity; one more, Infinity, stands at the
   * end.
   */
  readonly starts: Float64Array
  /** Milliseconds to add to UTC during span `i`. Whole seconds; not always whole minutes before 1972. */
  readonly offsetsMs: Int32Array
  /** Where the last look-up ended. It speeds up the next and never changes an answer. */
  lastSpan: number
  /** Of all of it, once somebody has asked. */
  fingerprint?: string
}

/** No zone was ever this far from UTC: Manila came nearest, 15:56 behind until 1844. */
export const widestOffsetMs = 16 * 3_600_000

const tables = new Map<string, ZoneTable>()

/**
 * The table of a zone or link name of the tz database, spelled exactly.
 *
 * @throws RangeError for a name the tz database does not have; people's input goes through `parseZone`
 */
export function zoneTable(name: string): ZoneTable {
  const canonical = canonicalName(name)
  if (canonical === undefined) throw new RangeError(`The tz database has no zone ${JSON.stringify(name)}.`)
  let table = tables.get(canonical)
  if (table === undefined) {
    table = compile(canonical)
    tables.set(canonical, table)
  }
  return table
}

/** The zone's offset at an instant, in milliseconds to add to UTC to get local time. */
export function offsetAt(zone: HasZoneTable, instant: Instant): number {
  const table = zone.table
  return table.offsetsMs[spanIndexAt(table, instant)] as number
}

/**
 * The index of the span an instant lies in.
 *
 * @throws RangeError for NaN, which would otherwise pass for the distant past
 */
export function spanIndexAt(table: ZoneTable, instant: Instant): number {
  const starts = table.starts
  const last = table.lastSpan
  if (instant >= (starts[last] as number) && instant < (starts[last + 1] as number)) return last
  if (Number.isNaN(instant))
    throw new RangeError(`Cannot look up NaN in the table of ${table.canonical}: it is not an instant.`)
  let low = 0
  let high = table.offsetsMs.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((starts[middle] as number) <= instant) low = middle
    else high = middle
  }
  table.lastSpan = low
  return low
}

/**
 * SHA-256 of what the table says: all of it, or only during an interval. Two releases that agree there give
 * the same fingerprint, so a new release restates only what it changed. The name is no part of it: links and
 * renamed zones keep theirs.
 */
export function zoneFingerprint({ table }: HasZoneTable, during?: Interval): string {
  if (during !== undefined) return hashOf(table, during)
  table.fingerprint ??= hashOf(table, { start: -Infinity, end: Infinity })
  return table.fingerprint
}

function hashOf({ starts, offsetsMs }: ZoneTable, during: Interval): string {
  const hash = createHash('sha256')
  for (let span = 0; span < offsetsMs.length; span++) {
    const start = starts[span] as number
    const end = starts[span + 1] as number
    if (end <= during.start || start >= during.end) continue
    hash.update(`${Math.max(start, during.start)} ${offsetsMs[span]}\n`)
  }
  return hash.digest('hex')
}

function compile(canonical: string): ZoneTable {
  const unpacked = unpackZone(canonical)
  if (unpacked === undefined)
    throw new RangeError(`The tz data name ${canonical} but have no offsets for it.`)
  const starts = [-Infinity]
  const offsetsMs = [unpacked.offsetsMs[0] as number]
  unpacked.transitions.forEach((at, index) => {
    const offsetMs = unpacked.offsetsMs[index + 1] as number
    // A transition that only renames the offset (EWT → EPT) is none to us.
    if (offsetMs === offsetsMs.at(-1)) return
    starts.push(at)
    offsetsMs.push(offsetMs)
  })
  starts.push(Infinity)
  return { canonical, starts: Float64Array.from(starts), offsetsMs: Int32Array.from(offsetsMs), lastSpan: 0 }
}
