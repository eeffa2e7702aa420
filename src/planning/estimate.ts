/** What a plan will cost, in the platform's terms and in ours, from what the ledger has seen. */
import { z } from 'zod'
import type { Subject } from '../kpis/subject'
import { dayMs, hourMs } from '../time/civil-date'
import { formatInstant, type Instant } from '../time/instant'
import {
  dayOfWeek,
  daysBetween,
  eachDate,
  type LocalDate,
  nextDate,
  utcDay,
  utcDayInterval,
} from '../time/local-date'
import type { ExportRun, PartitionRun } from './partition'
import type { PastWork, VersionsWork } from './past-work'
import { besideNights, minutesAtBudget } from './request-time'

/** What was never seen here, and is guessed. */
export const guesses = ['requests of an export', 'size of a day', 'rows', 'time', 'disk', 'items'] as const

export type Guess = (typeof guesses)[number]

export const estimate = z.object({
  /** To the platform: jobs, looks at them, pages, zones and names. */
  requests: z.number().int(),
  exportJobs: z.number().int(),
  conversationsToFetch: z.number().int(),
  /** What the requests take at the configured budget, in minutes; null without a platform. */
  budgetMinutes: z.number().nullable(),
  /** What all of it takes, in minutes, giving way to the nights it meets. */
  minutes: z.number(),
  /** Conversations, contacts and agents' days that are read, each once, by however many definitions. */
  subjectsToReplay: z.number().int(),
  /** Rows that will be written, at most where results stand that may come out as they are. */
  rows: z.number().int(),
  /**
   * What the disk then holds more: rows with their keys and roll-ups, raw records with their facts and contacts, agents' days. As with
   * rows, at most; what is replaced is counted as if its place were not used again. Bookkeeping and deliveries are left out.
   */
  bytes: z.number().int(),
  /**
   * What the next delivery of these days then sends, in requests that carry items: what a sink is asked besides is left out. `heldBack`, of a
   * promotion: items of dates that are not whole yet, which are sent later.
   */
  deliveries: z.array(
    z.object({
      sink: z.string(),
      items: z.number().int(),
      requests: z.number().int(),
      heldBack: z.number().int().optional(),
    }),
  ),
  guesses: z.array(z.enum(guesses)),
  night: z.object({
    requests: z.number().int().nullable(),
    minutes: z.number().nullable(),
    /** When the next one starts; ISO instant. */
    startsAt: z.string(),
  }),
})

export type Estimate = z.infer<typeof estimate>

/** What the estimate needs to know besides what was seen. */
export interface Circumstances {
  now: Instant
  /** UTC time of day at which nights start, `03:30`. */
  nightAt: string
  /** Days under way side by side. */
  window: number
  platform: { requestsPerMinute: number; burst: number; pageSize: number; agentTime: boolean } | null
  /** The share of the budget that is left for other work while a night is under way. */
  shareBesideTheNight: number
  /** Looks at a job of typical length: what is guessed where no export was counted yet. */
  typicalPolls: number
  subjectOf(kpi: string): Subject
  /** Whether each sink is sent what a version (`name@version`) says of a day, and how many items a request takes. */
  sinks: readonly { name: string; itemsPerRequest: number; isSent(kpi: string, day: LocalDate): boolean }[]
  /** Days that a delivery takes together: no request has items of two such slices. */
  deliveredTogether: number
}

/** A middling contact centre; what is guessed for an empty database. */
const guessed = {
  conversations: 5_000,
  lookUpRequests: 8,
  agentTimeRequests: 8,
  exportMs: 15_000,
  msPerSubject: 0.01,
  msPerDay: 300,
  bytesPerRow: 350,
  bytesPerConversation: 7_000,
  bytesPerAgentDay: 5_000,
  itemsPerDay: 50,
}

export function estimateOf(
  work: { exports: readonly ExportRun[]; partitions: readonly PartitionRun[] },
  past: PastWork,
  circumstances: Circumstances,
): Estimate {
  const guessing = new Set<Guess>()
  const orGuess = (seen: number | null | undefined, guess: number, of: Guess): number => {
    if (seen != null) return seen
    guessing.add(of)
    return guess
  }
  const fetched = fetchOf(work.exports, past, circumstances, orGuess)
  const replay = replayOf(work.partitions, past, circumstances, orGuess)

  const days = new Set([...work.exports, ...work.partitions].flatMap((run) => [...daysOf(run)])).size
  const besides = besidesWork(past.runs, circumstances.window)
  const ms = fetched.ms + replay.ms + days * (days === 0 ? 0 : orGuess(besides, guessed.msPerDay, 'time'))
  const { platform, window, now, nightAt, shareBesideTheNight } = circumstances
  const budgetMinutes = platform === null ? null : minutesAtBudget(fetched.requests, platform)
  const nights = { next: nextNight(now, nightAt), lastMs: past.night.ms ?? 0 }
  // Beside a night one day is under way, whatever the window.
  const requestsMs = besideNights((budgetMinutes ?? 0) * 60_000, now, nights, shareBesideTheNight)
  const workMs = besideNights(ms / window, now, nights, 1 / window)
  const onDisk = (count: number, seen: number | null, guess: number) =>
    count === 0 ? 0 : count * orGuess(seen, guess, 'disk')
  const bytes =
    onDisk(replay.rows, past.bytesPerRow, guessed.bytesPerRow) +
    onDisk(fetched.changed, past.bytesPerConversation, guessed.bytesPerConversation) +
    onDisk(fetched.agentDays, past.bytesPerAgentDay, guessed.bytesPerAgentDay)
  const deliveries = deliveriesOf(work.partitions, past, circumstances, orGuess)
  return {
    requests: fetched.requests,
    exportJobs: fetched.jobs,
    conversationsToFetch: Math.round(fetched.conversations),
    budgetMinutes,
    minutes: Math.max(requestsMs, workMs) / 60_000,
    subjectsToReplay: Math.round(replay.subjects),
    rows: Math.round(replay.rows),
    bytes: Math.round(bytes),
    deliveries,
    guesses: guesses.filter((guess) => guessing.has(guess)),
    night: {
      requests: past.night.requests,
      minutes: past.night.ms === null ? null : past.night.ms / 60_000,
      startsAt: formatInstant(nights.next),
    },
  }
}

type OrGuess = (seen: number | null | undefined, guess: number, of: Guess) => number

function fetchOf(
  exports: readonly ExportRun[],
  past: PastWork,
  { platform, typicalPolls }: Circumstances,
  orGuess: OrGuess,
) {
  const { exports: seen, lookUpRequests } = past
  const days = exports.flatMap((run) => [...daysOf(run)])
  if (days.length === 0 || platform === null)
    return { requests: 0, jobs: 0, conversations: 0, changed: 0, agentDays: 0, ms: 0 }
  const sizeOf = (day: LocalDate) => seen.lastOf.get(day) ?? sizeOfWeekday(day, seen.sizes, 'conversations')
  const sizes = days.map((day) => orGuess(sizeOf(day), guessed.conversations, 'size of a day'))
  const pages = sizes.map((size) => Math.max(1, Math.ceil(size / platform.pageSize)))
  const besides = orGuess(seen.requestsBesidesPages, 1 + typicalPolls, 'requests of an export')
  const withAgents = platform.agentTime || seen.bringsAgentTime
  const ofAgents = withAgents
    ? orGuess(seen.agentTimeRequests, guessed.agentTimeRequests, 'requests of an export')
    : 0
  const lookUps = orGuess(lookUpRequests, guessed.lookUpRequests, 'requests of an export')
  return {
    requests: Math.round(lookUps + sum(pages) + days.length * (besides + ofAgents)),
    jobs: days.length * (withAgents ? 2 : 1),
    conversations: sum(sizes),
    changed: sum(days.map((day) => expectedChanged(day, past, orGuess, 'disk'))),
    agentDays: withAgents ? sum(days.map((day) => expectedSubjects('agent-day', day, past, orGuess))) : 0,
    ms: days.length * orGuess(seen.ms, guessed.exportMs, 'time'),
  }
}

function replayOf(
  partitions: readonly PartitionRun[],
  past: PastWork,
  { subjectOf }: Circumstances,
  orGuess: OrGuess,
) {
  /** What is read of each subject and day, by whichever definition reads most of it: they are replayed side by side. */
  const read = new Map<string, number>()
  let rows = 0
  let ms = 0
  for (const run of partitions) {
    const subject = subjectOf(run.kpi)
    const work = workOf(run.kpi, past.versions)
    if (work === undefined) orGuess(null, 0, 'rows')
    const perSubject = work === undefined ? 1 : work.rows / work.subjects
    const share = run.state === 'stale' || run.state === 'current' ? writtenShare(work) : 1
    let [toReplay, changed] = [0, 0]
    for (const day of daysOf(run)) {
      const ofDay = workOfDay(run, subject, day, past, orGuess)
      toReplay += ofDay.toReplay
      changed += ofDay.changed
      const key = `${subject} ${day}`
      read.set(key, Math.max(read.get(key) ?? 0, ofDay.toReplay))
    }
    rows += changed * perSubject * share
    ms +=
      toReplay * (work === undefined ? orGuess(null, guessed.msPerSubject, 'time') : work.ms / work.subjects)
  }
  return { subjects: sum([...read.values()]), rows, ms }
}

/** Subjects that are read of a partition's day, and those of them whose rows may come out otherwise than they stand. */
function workOfDay(
  run: PartitionRun,
  subject: Subject,
  day: LocalDate,
  past: PastWork,
  orGuess: OrGuess,
): { toReplay: number; changed: number } {
  const stored = { toReplay: run.toReplay / run.days, changed: run.changed / run.days }
  if (run.cause !== 'to-be-fetched') return stored
  if (run.state === 'dirty' && subject !== 'agent-day') {
    const again = expectedChanged(day, past, orGuess, 'rows')
    return { toReplay: again, changed: again }
  }
  const expected = expectedSubjects(subject, day, past, orGuess)
  return { toReplay: Math.max(expected, stored.toReplay), changed: Math.max(expected, stored.changed) }
}

/** Of a version never computed the neighbour tells: another version of its KPI, else whatever was computed. */
function workOf(kpi: string, versions: ReadonlyMap<string, VersionsWork>): VersionsWork | undefined {
  const own = versions.get(kpi)
  if (own !== undefined && own.subjects > 0) return own
  const name = `${kpi.split('@')[0]}@`
  const siblings = [...versions].filter(([of, { subjects }]) => of.startsWith(name) && subjects > 0)
  return siblings.at(-1)?.[1]
}

function writtenShare(work: VersionsWork | undefined): number {
  return work === undefined || work.stood === 0 ? 1 : Math.min(1, work.written / work.stood)
}

/**
 * Conversations that an export of the day brings new or changed, of whatever day they began on.
 *
 * @param of what is guessed where no day was ever exported twice: that all of them change
 */
function expectedChanged(day: LocalDate, { exports: seen }: PastWork, orGuess: OrGuess, of: Guess): number {
  const last = seen.lastOf.get(day)
  if (last !== undefined) return last * orGuess(seen.changedShare, 1, of)
  return orGuess(sizeOfWeekday(day, seen.sizes, 'changed'), guessed.conversations, 'size of a day')
}

function expectedSubjects(subject: Subject, day: LocalDate, past: PastWork, orGuess: OrGuess): number {
  // An export by activity also brings conversations of earlier days, and those are replayed as well.
  const seen =
    subject === 'agent-day' || past.exports.sizes.length === 0
      ? sizeOfWeekday(
          day,
          past.daySizes.filter((size) => size.subject === subject),
          'subjects',
        )
      : sizeOfWeekday(day, past.exports.sizes, 'changed')
  return orGuess(seen, subject === 'agent-day' ? guessed.itemsPerDay : guessed.conversations, 'size of a day')
}

/** The mean of the weekday, else of all days that were seen. */
function sizeOfWeekday<K extends string>(
  day: LocalDate,
  sizes: readonly ({ weekday: number } & Record<K, number>)[],
  key: K,
): number | null {
  if (sizes.length === 0) return null
  const same = sizes.find(({ weekday }) => weekday === dayOfWeek(day))
  return same?.[key] ?? sum(sizes.map((size) => size[key])) / sizes.length
}

function deliveriesOf(
  partitions: readonly PartitionRun[],
  { itemsPerDay }: PastWork,
  { sinks, deliveredTogether }: Circumstances,
  orGuess: OrGuess,
): Estimate['deliveries'] {
  return sinks.flatMap(({ name, isSent, itemsPerRequest }) => {
    const sent = partitions.flatMap((run) =>
      [...daysOf(run)].filter((day) => isSent(run.kpi, day)).map((day) => ({ run, day })),
    )
    const [begin] = sent.map(({ day }) => day).sort()
    const slices = new Map<number, number>()
    for (const { run, day } of sent) {
      const aDay = orGuess(itemsPerDay.get(run.kpi.split('@')[0] as string), guessed.itemsPerDay, 'items')
      // Of a few conversations that changed no more agents are told anew than there are conversations.
      const ofDay = run.cause === 'to-be-fetched' ? aDay : Math.min(aDay, run.changed / run.days)
      const slice = Math.floor(daysBetween(begin as LocalDate, day) / deliveredTogether)
      slices.set(slice, (slices.get(slice) ?? 0) + ofDay)
    }
    const counts = [...slices.values()]
    const items = Math.round(sum(counts))
    const requests = sum(counts.map((count) => Math.ceil(Math.round(count) / itemsPerRequest)))
    return items === 0 ? [] : [{ sink: name, items, requests }]
  })
}

/** What a day of a run takes besides fetching and computing: the order of things has its price. Null where nothing ran yet. */
function besidesWork(runs: PastWork['runs'], window: number): number | null {
  const days = sum(runs.map((run) => run.days))
  const besides = runs.map((run) => Math.max(0, run.elapsedMs * window - run.exportMs - run.computeMs))
  return days === 0 ? null : sum(besides) / days
}

/** The first start of a night after now. */
export function nextNight(now: Instant, at: string): Instant {
  const [hours, minutes] = at.split(':').map(Number) as [number, number]
  const ofDay = utcDayInterval(utcDay(now)).start + hours * hourMs + minutes * 60_000
  return ofDay > now ? ofDay : ofDay + dayMs
}

export function* daysOf({ first, last }: { first: LocalDate; last: LocalDate }): Generator<LocalDate> {
  yield* eachDate(first, nextDate(last))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
