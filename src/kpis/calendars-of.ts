import { UsageError } from '../errors'
import { type BusinessCalendar, compileCalendar } from '../time/business-calendar'
import type { CalendarSource, ScheduleGroupRow } from './reference-tables'

/**
 * Calendars by whoever keeps them: the rows of one owner are the editions of its calendar. One that names a schedule
 * group the platform has not told, or tells twice, is null: known to be missing.
 *
 * @throws UsageError naming the owner: a calendar that does not read, editions that overlap
 */
export function calendarsOf<Row extends { calendar: CalendarSource }, Owner extends string | null>(
  rows: readonly Row[],
  groups: readonly ScheduleGroupRow[],
  ownerOf: (row: Row) => Owner,
  nameOf: (owner: Owner) => string,
): ReadonlyMap<Owner, BusinessCalendar | null> {
  const sources = new Map<Owner, CalendarSource[]>()
  for (const row of rows) {
    const known = sources.get(ownerOf(row))
    if (known === undefined) sources.set(ownerOf(row), [row.calendar])
    else known.push(row.calendar)
  }
  return new Map(
    [...sources].map(([owner, editions]) => [owner, calendarOf(nameOf(owner), editions, groups)]),
  )
}

/** The group a calendar names, by its id or else by its name; undefined when the platform tells none or several. */
export function scheduleGroupOf(
  named: string,
  groups: readonly ScheduleGroupRow[],
): ScheduleGroupRow | undefined {
  const byId = groups.find(({ id }) => id === named)
  if (byId !== undefined) return byId
  const byName = groups.filter(({ name }) => name === named)
  return byName.length === 1 ? byName[0] : undefined
}

function calendarOf(
  whose: string,
  editions: readonly CalendarSource[],
  groups: readonly ScheduleGroupRow[],
): BusinessCalendar | null {
  const named = editions.find((each) => 'scheduleGroup' in each)
  if (named === undefined) return compiled(whose, editions.length === 1 ? editions[0] : editions)
  if (editions.length > 1) {
    throw badCalendar(whose, 'A schedule group and another calendar cannot be editions of one calendar.')
  }
  const group = scheduleGroupOf(named.scheduleGroup, groups)
  return group === undefined ? null : compiled(`schedule group ${group.name}`, group.editions)
}

function compiled(whose: string, raw: unknown): BusinessCalendar {
  try {
    return compileCalendar(raw)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw badCalendar(whose, cause.message, cause)
  }
}

function badCalendar(whose: string, why: string, cause?: unknown): UsageError {
  return new UsageError(`Cannot use the calendar of ${whose}. ${why}`, {
    code: 'kpis.bad-calendar',
    fields: { whose },
    advice: 'Correct the calendar and load it again.',
    cause,
  })
}
