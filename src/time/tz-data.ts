/**
 * The tz database, as the npm package `moment-timezone` packs it (we use its data, not its code).
 *
 * The rules come from a pinned package and not from Node, so that the same number is computed on every
 * machine, and so that an upgrade of the rules is a decision with a date. Node, Postgres and Python each
 * carry their own, different, release.
 *
 * A packed zone is `name|abbreviations|offsets|indices|untils|population`: offsets are minutes *west* of UTC,
 * untils are the minutes from one transition to the next, numbers are in base 60 (`0-9a-zA-X`) with an
 * optional fraction (https://momentjs.com/timezone/docs/#/data-formats/packed-format/). A packed link is
 * `target|name`.
 */
import packedData from 'moment-timezone/data/packed/latest.json'

/** The release of the tz database, such as `2026f`. Part of every fingerprint and receipt. */
export const tzRelease: string = packedData.version

export interface UnpackedZone {
  /** Instants (ms) at which an offset ends and the next begins; one fewer than the offsets. */
  readonly transitions: readonly number[]
  /** Milliseconds to add to UTC to get local time. */
  readonly offsetsMs: readonly number[]
}

interface PackedZone {
  readonly packed: string
  readonly abbreviations: readonly string[]
  readonly population: number
}

const zonesAsPacked = new Map<string, PackedZone>()
for (const packed of packedData.zones) {
  const fields = packed.split('|')
  zonesAsPacked.set(fields[0] as string, {
    packed,
    abbreviations: (fields[1] ?? '').split(' '),
    population: Number(fields[5] ?? 0),
  })
}

const packedNameOfLink = new Map<string, string>()
for (const link of packedData.links) {
  const [target, name] = link.split('|') as [string, string]
  packedNameOfLink.set(name, target)
}

/**
 * Zones the package files under an alphabetically earlier alias (`Europe/Kiev`, with `Europe/Kyiv` as its
 * link). The right side is the zone's own name in the tz database, from the `Z` and `L` lines of `tzdata.zi`
 * 2026f.
 */
const properNames: ReadonlyMap<string, string> = new Map([
  ['America/Fort_Wayne', 'America/Indiana/Indianapolis'],
  ['America/Godthab', 'America/Nuuk'],
  ['Asia/Brunei', 'Asia/Kuching'],
  ['Asia/Kuala_Lumpur', 'Asia/Singapore'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Etc/GMT-0', 'Etc/GMT'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Pacific/Enderbury', 'Pacific/Kanton'],
])

/** Every zone and link name of the release, sorted. */
export const tzNames: readonly string[] = [...zonesAsPacked.keys(), ...packedNameOfLink.keys()].sort()

/**
 * The zone's own name for a zone or link (`Europe/Kiev` → `Europe/Kyiv`), or undefined when the release does
 * not know the name.
 */
export function canonicalName(name: string): string | undefined {
  const packedName = packedNameOf(name)
  return packedName === undefined ? undefined : (properNames.get(packedName) ?? packedName)
}

/**
 * The offsets of a zone or link as the package states them: from local mean time to its last transition, in
 * 2499 at the latest.
 */
export function unpackZone(name: string): UnpackedZone | undefined {
  const packedName = packedNameOf(name)
  return packedName === undefined ? undefined : unpack((zonesAsPacked.get(packedName) as PackedZone).packed)
}

/** What one packed zone says. */
export function unpack(packed: string): UnpackedZone {
  const [, , offsets = '', indices = '', untils = ''] = packed.split('|')
  const offsetsMs = offsets.split(' ').map((minutesWest) => 0 - Math.round(fromBase60(minutesWest) * 60_000))
  const transitions: number[] = []
  let at = 0
  for (const minutes of untils.split(' ')) {
    if (minutes === '') continue
    at += Math.round(fromBase60(minutes) * 60_000)
    transitions.push(at)
  }
  return { transitions, offsetsMs: [...indices].map((index) => offsetsMs[fromBase60(index)] as number) }
}

/**
 * Zones that have used an abbreviation (`PST`), the most populous first: what someone who wrote it may have
 * meant.
 */
export function zonesAbbreviated(abbreviation: string): string[] {
  return [...zonesAsPacked]
    .filter(([, zone]) => zone.abbreviations.includes(abbreviation))
    .sort(([, a], [, b]) => b.population - a.population)
    .map(([name]) => properNames.get(name) ?? name)
}

function packedNameOf(name: string): string | undefined {
  return zonesAsPacked.has(name) ? name : packedNameOfLink.get(name)
}

/** `-5u` → -330, `g.8` → 16 + 8/60. */
function fromBase60(text: string): number {
  const negative = text.startsWith('-')
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.')
  let value = 0
  for (const digit of whole) value = value * 60 + digitBase60(digit)
  let weight = 1
  for (const digit of fraction) {
    weight /= 60
    value += digitBase60(digit) * weight
  }
  return negative ? -value : value
}

function digitBase60(digit: string): number {
  const code = digit.charCodeAt(0)
  if (code > 96) return code - 87
  return code > 64 ? code - 29 : code - 48
}
