/**
 * What Python's zoneinfo says of the same tz release; made by `vectors/make-vectors.py`. Instants and offsets
 * are in seconds.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface ZoneinfoVectors {
  readonly tzRelease: string
  readonly zones: readonly string[]
  readonly links: Readonly<Record<string, string>>
  /** The first 16 hex digits of SHA-256 over the lines `instant offset\n` from 1970 to 2100. */
  readonly digests: Readonly<Record<string, string>>
  /** Zone → [instant, offset from then on][], from 1970 to 2037. */
  readonly transitions: Readonly<Record<string, readonly (readonly [number, number])[]>>
  /** [zone, date, start of its day, start of the next] */
  readonly days: readonly (readonly [string, string, number, number])[]
  /** [zone, wall time, instant with fold 0, instant with fold 1] */
  readonly walls: readonly (readonly [string, string, number, number])[]
}

export function readZoneinfoVectors(): ZoneinfoVectors {
  return JSON.parse(
    readFileSync(join(__dirname, 'vectors', 'zoneinfo-vectors.json'), 'utf8'),
  ) as ZoneinfoVectors
}
