import { z } from 'zod'
import { type BusinessCalendar, compileCalendar } from '../../time/business-calendar'
import { formatInstant, type Instant, parseInstant } from '../../time/instant'
import { durationMs, interval } from '../../time/interval'
import { isoWeek, parseLocalDate } from '../../time/local-date'
import { dayBounds } from '../../time/local-day'
import { localDate, toLocal } from '../../time/local-time'
import { nextOpening, openMs } from '../../time/open-time'
import { AmbiguousLocalTimeError, NonexistentLocalTimeError, resolveLocal } from '../../time/resolve-local'
import { formatWallTime, parseWallTime } from '../../time/wall-time'
import { parseZone } from '../../time/zone-name'

/**
 * Questions about time as lines of JSON, so that any other implementation can be held against ours:
 *
 *     {instant, zone}             → {local, offsetMinutes, date, isoWeek}
 *     {local, zone, overlap, gap} → {instant}
 *     {date, zone}                → {start, end, seconds, halfHours}
 *     {from, to, zone, calendar}  → {openSeconds}
 *     {after, zone, calendar}     → {opens}: the instant itself where it is open, null where it never opens again
 */
export type Answer =
  | { local: string; offsetMinutes: number; date: string; isoWeek: string }
  | { instant: string }
  | { start: string; end: string; seconds: number; halfHours: number }
  | { openSeconds: number }
  | { opens: string | null }
  | { error: string }

/** The answer to one line. Whatever is wrong with it becomes `{error}`: the lines after it are none the worse. */
export function answerLine(line: string, namedCalendars: ReadonlyMap<string, BusinessCalendar>): Answer {
  try {
    return answer(JSON.parse(line), namedCalendars)
  } catch (error) {
    if (error instanceof SyntaxError) return { error: 'The line is not JSON.' }
    if (error instanceof AmbiguousLocalTimeError) return { error: `${error.message} ${howToChoose.overlap}` }
    if (error instanceof NonexistentLocalTimeError) return { error: `${error.message} ${howToChoose.gap}` }
    return { error: (error as Error).message }
  }
}

const howToChoose = {
  overlap: 'Add "overlap":"earlier" or "overlap":"later" to the line.',
  gap: 'Add "gap":"forward" or "gap":"backward" to the line.',
}

function answer(question: unknown, namedCalendars: ReadonlyMap<string, BusinessCalendar>): Answer {
  const asked = typeof question === 'object' && question !== null ? question : {}
  if ('instant' in asked) return localAnswer(asked)
  if ('local' in asked) return instantAnswer(asked)
  if ('date' in asked) return dayAnswer(asked)
  if ('from' in asked) return openAnswer(asked, namedCalendars)
  if ('after' in asked) return openingAnswer(asked, namedCalendars)
  throw new Error(
    'The line asks nothing: give {instant, zone}, {local, zone, overlap, gap}, {date, zone}, {from, to, zone, calendar} or {after, zone, calendar}.',
  )
}

function localAnswer(asked: object): Answer {
  const { instant, zone } = read(instantQuestion, asked)
  const named = parseZone(zone)
  const at = instantOf(instant)
  const local = toLocal(named, at)
  const date = localDate(named, at)
  return { local: formatWallTime(local), offsetMinutes: local.offsetMinutes, date, isoWeek: isoWeek(date) }
}

function instantAnswer(asked: object): Answer {
  const { local, zone, overlap, gap } = read(localQuestion, asked)
  return { instant: formatInstant(resolveLocal(parseZone(zone), parseWallTime(local), { overlap, gap })) }
}

function dayAnswer(asked: object): Answer {
  const { date, zone } = read(dayQuestion, asked)
  const day = dayBounds(parseZone(zone), parseLocalDate(date))
  const ms = durationMs(day)
  return {
    start: formatInstant(day.start),
    end: formatInstant(day.end),
    seconds: ms / 1000,
    halfHours: ms / 1_800_000,
  }
}

function openAnswer(asked: object, namedCalendars: ReadonlyMap<string, BusinessCalendar>): Answer {
  const { from, to, zone, calendar } = read(openQuestion, asked)
  const span = interval(instantOf(from), instantOf(to))
  return { openSeconds: openMs(calendarOf(calendar, namedCalendars), parseZone(zone), span) / 1000 }
}

function openingAnswer(asked: object, namedCalendars: ReadonlyMap<string, BusinessCalendar>): Answer {
  const { after, zone, calendar } = read(openingQuestion, asked)
  const opens = nextOpening(calendarOf(calendar, namedCalendars), parseZone(zone), instantOf(after))
  return { opens: opens === null ? null : formatInstant(opens) }
}

function calendarOf(
  calendar: z.infer<typeof calendarAsked>,
  namedCalendars: ReadonlyMap<string, BusinessCalendar>,
): BusinessCalendar {
  const named = typeof calendar === 'string' ? namedCalendars.get(calendar) : compileCalendar(calendar)
  if (named === undefined) {
    const known = [...namedCalendars.keys()].join(', ')
    throw new Error(
      `There is no calendar called ${JSON.stringify(calendar)}: ${known === '' ? 'name a file of them with --calendar' : `the file has ${known}`}.`,
    )
  }
  return named
}

const zone = z.string({ error: 'zone: name one, such as Europe/London' })
const instant = z.union([z.string(), z.int()], {
  error: 'write an instant as 2026-10-25T00:30:00Z, or as milliseconds since 1970',
})

const instantQuestion = z.strictObject({ instant, zone })
const localQuestion = z.strictObject({
  local: z.string({ error: 'local: write it as 2026-10-25T01:30' }),
  zone,
  overlap: z
    .enum(['earlier', 'later', 'reject'], { error: 'overlap: write earlier, later or reject' })
    .default('reject'),
  gap: z
    .enum(['forward', 'backward', 'reject'], { error: 'gap: write forward, backward or reject' })
    .default('reject'),
})
const dayQuestion = z.strictObject({ date: z.string({ error: 'date: write it as 2026-10-25' }), zone })
const calendarAsked = z.union([z.string(), z.looseObject({}), z.array(z.looseObject({}))], {
  error:
    "calendar: write {weekly: {mon: ['08:00-18:00']}}, a list of editions, or the name of one from --calendar",
})
const openQuestion = z.strictObject({
  from: instant,
  to: instant,
  zone,
  calendar: calendarAsked,
})
const openingQuestion = z.strictObject({ after: instant, zone, calendar: calendarAsked })

function read<Question>(schema: z.ZodType<Question>, asked: object): Question {
  const result = schema.safeParse(asked)
  if (result.success) return result.data
  const told = result.error.issues.map(({ path, message }) => {
    const key = path.join('.')
    return key === '' || message.startsWith(`${key}:`) ? message : `${key}: ${message}`
  })
  throw new Error(`${told.join('; ')}.`)
}

function instantOf(given: string | number): Instant {
  return typeof given === 'number' ? given : parseInstant(given)
}
