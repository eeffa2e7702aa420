import { readYaml } from '../../config/read-yaml'
import { UsageError } from '../../errors'
import type { SiteCalendarRow } from '../../kpis/reference-tables'
import { compileCalendar, type RawBusinessCalendar } from '../../time/business-calendar'
import { readText } from './csv-rows'

/**
 * Reads business calendars from YAML. Either one calendar for every site:
 *
 *     weekly: { mon: ['08:00-18:00'], fri: ['22:00-06:00'] }
 *     holidays: ['2026-11-26']
 *
 * or one a site, by the site's id as in the agent → zone table, `default` standing for all others:
 *
 *     sites:
 *       default: { weekly: { … } }
 *       london:  { zone: Europe/London, weekly: { … }, holidays: [ … ] }
 *
 * @throws UsageError naming the site and what does not fit
 */
export function readCalendars(file: string): SiteCalendarRow[] {
  const document = parseDocument(file)
  const sites = document.sites
  if (sites === undefined) return [{ site: null, calendar: check(file, 'the calendar', document) }]
  if (!isMapping(sites)) throw notACalendar(file, '`sites` is not a mapping of site ids to calendars')
  return Object.entries(sites).map(([site, calendar]) => ({
    site: site === 'default' ? null : site,
    calendar: check(file, `the calendar of site ${site}`, calendar),
  }))
}

function parseDocument(file: string): Record<string, unknown> {
  let document: unknown
  try {
    document = readYaml(readText(file))
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw notACalendar(file, (cause as Error).message, cause)
  }
  if (!isMapping(document)) throw notACalendar(file, 'it is not a mapping')
  return document
}

function check(file: string, what: string, calendar: unknown): RawBusinessCalendar {
  try {
    compileCalendar(calendar)
    return calendar as RawBusinessCalendar
  } catch (cause) {
    throw notACalendar(file, `${what}: ${(cause as Error).message}`, cause)
  }
}

function notACalendar(file: string, why: string, cause?: unknown): UsageError {
  return new UsageError(`${file} is not a business calendar: ${why}`, {
    code: 'reference.calendar',
    advice: "Write for instance `weekly: { mon: ['08:00-18:00'] }` and `holidays: ['2026-12-25']`.",
    cause,
  })
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
