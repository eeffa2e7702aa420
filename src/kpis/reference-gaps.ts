import { compileCalendar } from '../time/business-calendar'
import { calendarGaps } from '../time/calendar-gaps'
import { formatInstant, parseInstant } from '../time/instant'
import type { CalendarSource, ReferenceTables } from './reference-tables'
import type { ValidRow } from './validity'

/** A stretch between two rows of one id about which neither says anything. */
export interface ReferenceGap {
  /** Whose, as people read it: `the zone of agent a1`. */
  of: string
  /** ISO instants; of a calendar, local dates. The second is the first that is not in the gap. */
  from: string
  to: string
}

/**
 * Gaps in tables that compile: ids with a row before and a row after, and nothing between. They may be meant (somebody left
 * and came back), so they are told and not refused.
 */
export function referenceGaps(tables: ReferenceTables): ReferenceGap[] {
  return [
    ...between(tables.agentZones, (row) => `the zone of agent ${row.agentId}`),
    ...between(tables.agentTeams, (row) => `the team of agent ${row.agentId}`),
    ...between(tables.queueZones, (row) => `the zone of queue ${row.queueId}`),
    ...between(tables.queueSites, (row) => `the site of queue ${row.queueId}`),
    ...between(
      tables.queueTargets,
      (row) => `the target of queue ${row.queueId}${row.mediaType === null ? '' : ` for ${row.mediaType}`}`,
    ),
    ...between(tables.wrapUpCodes, (row) => `the name of wrap-up code ${row.id}`),
    ...between(tables.wrapUpClasses, (row) => `the class of wrap-up code ${row.id}`),
    ...between(
      tables.rates,
      (row) => `the rate of ${row.site === null ? 'all other sites' : `site ${row.site}`}`,
    ),
    ...ofCalendars(tables.siteCalendars, (row) =>
      row.site === null ? 'the calendar of all other sites' : `the calendar of site ${row.site}`,
    ),
    ...ofCalendars(tables.queueCalendars, (row) => `the calendar of queue ${row.queueId}`),
  ]
}

function between<Row extends Partial<ValidRow>>(
  rows: readonly Row[],
  ofRow: (row: Row) => string,
): ReferenceGap[] {
  return byOwner(rows, ofRow).flatMap(([of, ofOwner]) => {
    const spans = ofOwner
      .map(({ validFrom, validTo }) => ({
        start: validFrom == null ? -Infinity : parseInstant(validFrom),
        end: validTo == null ? Infinity : parseInstant(validTo),
      }))
      .sort((a, b) => a.start - b.start)
    return spans.slice(1).flatMap(({ start }, index) => {
      const end = spans[index]?.end ?? start
      return end < start ? [{ of, from: formatInstant(end), to: formatInstant(start) }] : []
    })
  })
}

function ofCalendars<Row extends { calendar: CalendarSource }>(
  rows: readonly Row[],
  ofRow: (row: Row) => string,
): ReferenceGap[] {
  const written = rows.filter(({ calendar }) => !('scheduleGroup' in calendar))
  return byOwner(written, ofRow).flatMap(([of, editions]) =>
    calendarGaps(compileCalendar(editions.map(({ calendar }) => calendar))).map(({ first, end }) => ({
      of,
      from: first,
      to: end,
    })),
  )
}

function byOwner<Row>(rows: readonly Row[], ofRow: (row: Row) => string): [string, Row[]][] {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const known = found.get(ofRow(row))
    if (known === undefined) found.set(ofRow(row), [row])
    else known.push(row)
  }
  return [...found]
}
