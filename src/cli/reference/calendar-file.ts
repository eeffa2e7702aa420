import { z } from 'zod'
import { readYaml } from '../../config/read-yaml'
import { UsageError } from '../../errors'
import type { CalendarSource, ReferenceTables } from '../../kpis/reference-tables'
import { compileCalendar, InvalidCalendarError, type RawBusinessCalendar } from '../../time/business-calendar'
import { readText } from './read-text'

/**
 * Reads business calendars from YAML. Either one calendar for every site:
 *
 *     weekly: { mon: ['08:00-18:00'], fri: ['22:00-06:00'] }
 *     holidays: ['2026-11-26']
 *
 * or one a site and a queue, by its id, `default` standing for all other sites. A calendar is a mapping, a list of editions, or
 * the name or id of a schedule group of the platform:
 *
 *     sites:
 *       default: { weekly: { … } }
 *       london:
 *         - { zone: Europe/London, weekly: { … }, validTo: '2026-06-01' }
 *         - { zone: Europe/London, weekly: { … }, validFrom: '2026-06-01' }
 *     queues:
 *       c7b0…: { scheduleGroup: Sales hours }
 *
 * The file says all calendars: what an earlier one said of sites and queues is gone.
 *
 * @throws UsageError naming the site or queue, the key and what does not fit
 */
export function readCalendars(file: string): Pick<ReferenceTables, 'siteCalendars' | 'queueCalendars'> {
  const document = parsed(file)
  const keys = isMapping(document) ? Object.keys(document) : []
  if (!keys.includes('sites') && !keys.includes('queues')) {
    const editions = editionsOf(file, '', document)
    return { siteCalendars: editions.map((calendar) => ({ site: null, calendar })), queueCalendars: [] }
  }
  const read = bySiteAndQueue.safeParse(document)
  if (!read.success) throw notACalendar(file, problemOf(read.error))
  const { sites = {}, queues = {} } = read.data
  return {
    siteCalendars: Object.entries(sites).flatMap(([site, raw]) =>
      editionsOf(file, `sites.${site}`, raw).map((calendar) => ({
        site: site === 'default' ? null : site,
        calendar,
      })),
    ),
    queueCalendars: Object.entries(queues).flatMap(([queueId, raw]) =>
      editionsOf(file, `queues.${queueId}`, raw).map((calendar) => ({ queueId, calendar })),
    ),
  }
}

const bySiteAndQueue = z.strictObject({
  sites: z.record(z.string(), z.unknown(), 'must map the id of a site to its calendar').optional(),
  queues: z.record(z.string(), z.unknown(), 'must map the id of a queue to its calendar').optional(),
})

const scheduleGroup = z.strictObject({
  scheduleGroup: z.string('must be the name or id of a schedule group, in quotes').trim().min(1, 'is empty'),
})

function editionsOf(file: string, path: string, raw: unknown): CalendarSource[] {
  if (isMapping(raw) && 'scheduleGroup' in raw) {
    const read = scheduleGroup.safeParse(raw)
    if (read.success) return [read.data]
    throw notACalendar(file, `${path}: ${problemOf(read.error)}`)
  }
  try {
    compileCalendar(raw)
  } catch (cause) {
    throw notACalendar(file, reasonOf(cause, path), cause)
  }
  return Array.isArray(raw) ? (raw as RawBusinessCalendar[]) : [raw as RawBusinessCalendar]
}

/** `sites.leeds[1].weekly.fri[0] is "8-9": write a window as …` */
function reasonOf(cause: unknown, path: string): string {
  if (!(cause instanceof InvalidCalendarError))
    return `${path === '' ? '' : `${path}: `}${(cause as Error).message}`
  const dot = path === '' || cause.path === '' || cause.path.startsWith('[') ? '' : '.'
  return `${`${path}${dot}${cause.path}` || 'it'} ${cause.reason}`
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue?.code === 'unrecognized_keys') {
    return `it has ${issue.keys.join(', ')} beside sites, queues or scheduleGroup: put the calendar under the id of its site, such as sites.default`
  }
  return `${issue?.path.join('.')} ${issue?.message}`
}

function parsed(file: string): unknown {
  try {
    return readYaml(readText(file))
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw notACalendar(file, (cause as Error).message, cause)
  }
}

function notACalendar(file: string, why: string, cause?: unknown): UsageError {
  return new UsageError(
    `${file} cannot be used as business calendars: ${/[.?]$/.test(why) ? why : `${why}.`}`,
    {
      code: 'reference.calendar',
      advice: "Write for instance `weekly: { mon: ['08:00-18:00'] }` and `holidays: ['2026-12-25']`.",
      cause,
    },
  )
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
