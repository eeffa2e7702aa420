import type { BusinessCalendar } from '../time/business-calendar'
import { formatInstant, type Instant } from '../time/instant'
import { dayBounds } from '../time/local-day'
import { localDate } from '../time/local-time'
import { isOpen, openIntervals } from '../time/open-time'
import type { Zone } from '../time/zone-name'
import type { KpiContext } from './context'

/** What a definition asked the reference tables, and what they said. */
export interface RecordedLookUp {
  /** The look-up as `KpiContext` has it: `zoneOfAgent`. */
  lookUp: string
  /** The agent, queue, site or code, and where it matters the medium; empty where nobody is meant. */
  of: string
  at: Instant
  /** Null: nobody has told us. */
  answer: string | null
}

/** A context that answers as the one given, and keeps what was asked; the same question once. */
export function recordingLookUps<Parameters>(context: KpiContext<Parameters>): {
  context: KpiContext<Parameters>
  asked: () => RecordedLookUp[]
} {
  const asked = new Map<string, RecordedLookUp>()
  const recorded = <T>(
    lookUp: string,
    of: readonly (string | null)[],
    at: Instant,
    answer: T,
    words: string | null,
  ): T => {
    const about = of.filter((each) => each !== null).join(', ')
    asked.set(JSON.stringify([lookUp, about, at]), { lookUp, of: about, at, answer: words })
    return answer
  }
  const zoneIn = (lookUp: 'zoneOfAgent' | 'zoneOfQueue') => (id: string | null, at: Instant) => {
    const zone = context[lookUp](id, at)
    return recorded(lookUp, [id], at, zone, zone?.name ?? null)
  }
  const textIn =
    (lookUp: 'siteOfAgent' | 'teamOfAgent' | 'divisionOfAgent' | 'siteOfQueue' | 'wrapUpClass') =>
    (id: string | null, at: Instant) => {
      const text = context[lookUp](id, at)
      return recorded(lookUp, [id], at, text, text)
    }
  const calendarIn =
    (lookUp: 'calendarOfAgent' | 'calendarOfQueue', zoneOf: 'zoneOfAgent' | 'zoneOfQueue') =>
    (id: string | null, at: Instant) => {
      const calendar = context[lookUp](id, at)
      return recorded(lookUp, [id], at, calendar, calendarWords(calendar, context[zoneOf](id, at), at))
    }
  return {
    asked: () => [...asked.values()],
    context: {
      ...context,
      zoneOfAgent: zoneIn('zoneOfAgent'),
      zoneOfQueue: zoneIn('zoneOfQueue'),
      siteOfAgent: textIn('siteOfAgent'),
      teamOfAgent: textIn('teamOfAgent'),
      divisionOfAgent: textIn('divisionOfAgent'),
      siteOfQueue: textIn('siteOfQueue'),
      wrapUpClass: textIn('wrapUpClass'),
      calendarOfAgent: calendarIn('calendarOfAgent', 'zoneOfAgent'),
      calendarOfQueue: calendarIn('calendarOfQueue', 'zoneOfQueue'),
      wrapUpName: (code, at) => {
        const name = context.wrapUpName(code, at)
        return recorded('wrapUpName', [code], at, name, name)
      },
      targetOfQueue: (queueId, mediaType, at) => {
        const target = context.targetOfQueue(queueId, mediaType, at)
        return recorded(
          'targetOfQueue',
          [queueId, mediaType],
          at,
          target,
          target === null ? null : `${target / 1000} s`,
        )
      },
      rateOfSite: (site, at) => {
        const rate = context.rateOfSite(site, at)
        const words = rate === null ? null : `${rate.minorPerHour} minor units of ${rate.currency} an hour`
        return recorded('rateOfSite', [site], at, rate, words)
      },
    },
  }
}

/** Whether it is open then, and when on that local day. */
function calendarWords(calendar: BusinessCalendar | null, zone: Zone | null, at: Instant): string | null {
  if (calendar === null) return null
  if (zone === null) return 'a calendar, and no zone to read it in'
  const state = isOpen(calendar, zone, at) ? 'open' : 'closed'
  const windows = openIntervals(calendar, zone, dayBounds(zone, localDate(zone, at))).map(
    ({ start, end }) => `${formatInstant(start).slice(0, 16)}Z to ${formatInstant(end).slice(0, 16)}Z`,
  )
  return `${state}; open that day ${windows.length === 0 ? 'never' : windows.join(', ')}`
}
