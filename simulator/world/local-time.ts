import { IANAZone } from 'luxon'
import { day, type Millis, minute } from '../clock'

/** What a wall clock and a calendar show somewhere at an instant. */
export interface LocalTime {
  /** 0 = Monday … 6 = Sunday. */
  weekday: number
  /** Minutes since local midnight by the wall clock. */
  minuteOfDay: number
}

/** Local time is only ever read from an instant, never the other way, so clock changes need no rule here. */
export function localTimeAt(at: Millis, zone: string): LocalTime {
  return localTimeWith(at, offsetAt(at, zone))
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(at: Millis, zone: string): Millis {
  return IANAZone.create(zone).offset(at) * minute
}

/** Local time where the offset is known already. */
export function localTimeWith(at: Millis, offset: Millis): LocalTime {
  const local = at + offset
  const localDay = Math.floor(local / day)
  // 1970-01-01 was a Thursday.
  return {
    weekday: (((localDay + 3) % 7) + 7) % 7,
    minuteOfDay: Math.floor((local - localDay * day) / minute),
  }
}
