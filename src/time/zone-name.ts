/**
 * Zone names. A zone is named exactly as the tz database names it, or it is refused: abbreviations, offsets
 * and other spellings are guessed differently by every library, and a guessed zone is a wrong number nobody
 * notices.
 */
import { UsageError } from '../errors'
import { canonicalName } from './tz-data'
import { suggestZones } from './zone-suggestion'
import { type ZoneTable, zoneTable } from './zone-table'

export interface Zone {
  /** The name as it was given; may be a link (`Asia/Calcutta`). */
  readonly name: string
  /** The name of the zone itself (`Asia/Kolkata`). Compare and group by this one. */
  readonly canonical: string
  /** Its offsets. Not enumerable, so that a zone in a log line or a JSON file is two names. */
  readonly table: ZoneTable
}

export class UnknownZoneError extends UsageError {
  readonly input: unknown
  readonly suggestions: readonly string[]

  constructor(input: unknown, suggestions: readonly string[]) {
    const advice =
      suggestions.length > 0
        ? `did you mean ${suggestions.join(' or ')}?`
        : 'use a name from the tz database, such as Europe/London or America/New_York.'
    super(`Unknown time zone ${JSON.stringify(input)}: ${advice}`, { code: 'time.unknown-zone' })
    this.input = input
    this.suggestions = suggestions
  }
}

const zones = new Map<string, Zone>()

/**
 * The zone of a name: any zone or link of the tz database, spelled exactly. The same name always gives the
 * same object.
 *
 * @throws UnknownZoneError with suggestions, for `PST`, `+05:30`, `europe/london`, `Europe/Lodnon` …
 */
export function parseZone(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const canonical = typeof name === 'string' ? canonicalName(name) : undefined
  if (canonical === undefined)
    throw new UnknownZoneError(name, typeof name === 'string' ? suggestZones(name) : [])
  const named = { name, canonical }
  const zone: Zone = Object.defineProperty(named as typeof named & { table: ZoneTable }, 'table', {
    value: zoneTable(canonical),
    enumerable: false,
  })
  zones.set(name, Object.freeze(zone))
  return zone
}

/** Whether `parseZone` would accept the name. */
export function isZoneName(name: string): boolean {
  return canonicalName(name) !== undefined
}

export const utcZone: Zone = parseZone('UTC')
