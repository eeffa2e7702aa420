import type { CompiledReference } from '../kpis/reference'
import type { BusinessCalendar } from '../time/business-calendar'
import type { OffsetSpans } from '../time/rule-differences'
import { parseZone, type Zone } from '../time/zone-name'

/** Rules of another release of the tz data: its name, and the offsets of a zone or link by name. */
export interface OtherRules {
  release: string
  spansOf(zone: string): OffsetSpans | undefined
}

/** The zones of a comparison's side: those of this build, or the same names under other rules. */
export type ZoneLookUp = (zone: Zone) => Zone

/** Each zone under other rules; one that they do not know keeps its own. */
export function zonesUnder(rules: OtherRules): ZoneLookUp {
  const known = new Map<string, Zone>()
  return (zone) => {
    let other = known.get(zone.canonical)
    if (other === undefined) {
      other = zoneUnder(rules, zone)
      known.set(zone.canonical, other)
    }
    return other
  }
}

function zoneUnder(rules: OtherRules, zone: Zone): Zone {
  const spans = rules.spansOf(zone.canonical) ?? rules.spansOf(zone.name)
  if (spans === undefined) return zone
  const offsetsMs = Int32Array.from(spans.offsetsMs)
  // Whatever the account's first span begins with, nothing comes before it.
  const changes = Array.from(spans.starts).slice(1, offsetsMs.length)
  const starts = Float64Array.from([Number.NEGATIVE_INFINITY, ...changes, Number.POSITIVE_INFINITY])
  return { ...zone, table: { canonical: zone.canonical, starts, offsetsMs, lastSpan: 0 } }
}

/** Look-ups whose zones and calendars go by other rules. */
export function referenceUnder(reference: CompiledReference, zoneOf: ZoneLookUp): CompiledReference {
  const zone = (found: Zone | null) => (found === null ? null : zoneOf(found))
  const calendars = new Map<BusinessCalendar, BusinessCalendar>()
  const calendar = (found: BusinessCalendar | null) => {
    if (found === null) return null
    const known = calendars.get(found) ?? calendarUnder(found, zoneOf)
    calendars.set(found, known)
    return known
  }
  return {
    ...reference,
    zoneOfAgent: (agentId, at) => zone(reference.zoneOfAgent(agentId, at)),
    zoneOfQueue: (queueId, at) => zone(reference.zoneOfQueue(queueId, at)),
    calendarOfAgent: (agentId, at) => calendar(reference.calendarOfAgent(agentId, at)),
    calendarOfQueue: (queueId, at) => calendar(reference.calendarOfQueue(queueId, at)),
  }
}

function calendarUnder({ editions }: BusinessCalendar, zoneOf: ZoneLookUp): BusinessCalendar {
  return {
    editions: editions.map((edition) =>
      edition.zone === undefined ? edition : { ...edition, zone: zoneOf(edition.zone) },
    ),
  }
}

/** The zone of a name under a look-up. */
export function zoneNamed(zoneOf: ZoneLookUp): (name: string) => Zone {
  return (name) => zoneOf(parseZone(name))
}
