import { RetallyError } from '../errors'
import type { RawBusinessCalendar } from '../time/business-calendar'
import type { LocalDate } from '../time/local-date'
import { parseZone, UnknownZoneError } from '../time/zone-name'
import type { GenesysClient } from './client'
import { numberedPages } from './numbered-pages'
import { calendarOfSchedules, InexpressibleScheduleError, type Schedule } from './schedule-calendar'
import { scheduleGroupPage, schedulePage } from './wire/directory'

/** A schedule group of Architect as a calendar, in editions. */
export interface ScheduleGroup {
  id: string
  name: string
  zone: string
  editions: RawBusinessCalendar[]
}

/** `unavailable`: the OAuth client may not see them. */
export type ScheduleGroups =
  | {
      kind: 'read'
      groups: ScheduleGroup[]
      /** Groups that cannot be said as a calendar of ours, by name and with why. */
      skipped: { name: string; reason: string }[]
    }
  | { kind: 'unavailable'; code: string; reason: string }

/** Recurrences are written out from so many years before the year of `today` to so many after. */
const yearsBefore = 5
const yearsAfter = 2

/**
 * Reads Architect's schedule groups with their schedules. Which queue goes by which group the platform does not tell as data: a
 * call route (`/architect/ivrs`) names a group, but leads to a flow and not to a queue. A calendar file does.
 *
 * Needs the permissions `routing:scheduleGroup:view` and `routing:schedule:view`.
 */
export async function readScheduleGroups(
  client: GenesysClient,
  today: LocalDate,
  signal?: AbortSignal,
): Promise<ScheduleGroups> {
  try {
    const schedules = await numberedPages((page) =>
      client.call(
        `read page ${page.pageNumber} of the schedules`,
        (apis) => apis.architect.getArchitectSchedules(page),
        schedulePage,
        signal,
      ),
    )
    const groups = await numberedPages((page) =>
      client.call(
        `read page ${page.pageNumber} of the schedule groups`,
        (apis) => apis.architect.getArchitectSchedulegroups(page),
        scheduleGroupPage,
        signal,
      ),
    )
    const live = groups.filter(({ state }) => state !== 'deleted')
    const byId = new Map(schedules.filter(({ state }) => state !== 'deleted').map((each) => [each.id, each]))
    return { kind: 'read', ...converted(live, byId, today) }
  } catch (error) {
    if (error instanceof RetallyError && error.code === 'genesys.forbidden')
      return { kind: 'unavailable', code: error.code, reason: error.message }
    throw error
  }
}

type WireGroup = NonNullable<ReturnType<typeof scheduleGroupPage.parse>['entities']>[number]

function converted(groups: readonly WireGroup[], schedules: ReadonlyMap<string, Schedule>, today: LocalDate) {
  const year = Number(today.slice(0, 4))
  const span = { first: `${year - yearsBefore}-01-01`, end: `${year + yearsAfter + 1}-01-01` }
  const read: ScheduleGroup[] = []
  const skipped: { name: string; reason: string }[] = []
  for (const group of groups) {
    try {
      const zone = zoneOf(group.timeZone)
      const named = (references: WireGroup['openSchedules']) =>
        (references ?? []).map(({ id }) => {
          const schedule = schedules.get(id)
          if (schedule === undefined)
            throw new InexpressibleScheduleError('it names a schedule that is not there')
          return schedule
        })
      const editions = calendarOfSchedules(
        {
          open: named(group.openSchedules),
          closed: named(group.closedSchedules),
          holiday: named(group.holidaySchedules),
        },
        zone,
        span,
      )
      read.push({ id: group.id, name: group.name, zone, editions })
    } catch (error) {
      if (!(error instanceof InexpressibleScheduleError)) throw error
      skipped.push({ name: group.name, reason: error.message })
    }
  }
  return { groups: read, skipped }
}

function zoneOf(name: string | null | undefined): string {
  if (!name) throw new InexpressibleScheduleError('it has no time zone')
  try {
    return parseZone(name).name
  } catch (error) {
    if (!(error instanceof UnknownZoneError)) throw error
    throw new InexpressibleScheduleError('its time zone is none that the tz database knows')
  }
}
