/**
 * Our zones for luxon, so that it formats by the same rules by which we compute.
 *
 * For writing only. Making an instant from a local time with luxon (`fromISO` without offset, `startOf`,
 * `set`, `plus({ days })`) depends on today's date where clocks change: use `resolveLocal` and `dayBounds`.
 */
import { Zone as LuxonZone, type ZoneOffsetFormat, type ZoneOffsetOptions } from 'luxon'
import { pad2 } from './civil-date'
import type { Zone } from './zone-name'
import { offsetAt } from './zone-table'

class TableZone extends LuxonZone {
  private readonly zone: Zone

  constructor(zone: Zone) {
    super()
    this.zone = zone
  }

  /**
   * Not `iana`: for that type luxon hands the zone's name to Intl, whose rules are Node's. Of others it asks
   * the offset.
   */
  override get type(): string {
    return 'tz-table'
  }

  override get name(): string {
    return this.zone.name
  }

  override get isUniversal(): boolean {
    return this.zone.table.offsetsMs.length === 1
  }

  override get isValid(): boolean {
    return true
  }

  /** The offset itself: names such as EST differ by language, and by the ICU that is asked. */
  override offsetName(instant: number, _options: ZoneOffsetOptions): string {
    return `UTC${this.formatOffset(instant, 'short')}`
  }

  override formatOffset(instant: number, format: ZoneOffsetFormat): string {
    const offset = Math.trunc(this.offset(instant))
    const sign = offset < 0 ? '-' : '+'
    const hours = Math.floor(Math.abs(offset) / 60)
    const minutes = Math.abs(offset) % 60
    if (format === 'narrow') return minutes === 0 ? `${sign}${hours}` : `${sign}${hours}:${pad2(minutes)}`
    return `${sign}${pad2(hours)}${format === 'techie' ? '' : ':'}${pad2(minutes)}`
  }

  override offset(instant: number): number {
    return offsetAt(this.zone, instant) / 60_000
  }

  override equals(other: LuxonZone): boolean {
    return other instanceof TableZone && other.zone.canonical === this.zone.canonical
  }
}

const luxonZones = new Map<Zone, LuxonZone>()

/** The luxon zone for one of ours, for `DateTime.fromMillis(instant, { zone })`. */
export function luxonZone(zone: Zone): LuxonZone {
  let known = luxonZones.get(zone)
  if (known === undefined) {
    known = new TableZone(zone)
    luxonZones.set(zone, known)
  }
  return known
}
