import type { PlatformSettings } from '../../config/settings'
import { UsageError } from '../../errors'
import { readArchivedDays } from '../../store/archive/read-archive'
import { readQuarantinedDays } from '../../store/archive/read-quarantined-days'
import type { Connection } from '../../store/connection'
import { daysWithConversations } from '../../store/days/days-with-conversations'
import { readCoverage } from '../../store/exports/read-coverage'
import { daysBetween, eachDate, type LocalDate, nextDate } from '../../time/local-date'
import { type DayRange, everyDay } from '../options/range'

/** What a range of days would take, before anything is done. */
export interface DaysPlan {
  first: LocalDate
  last: LocalDate
  days: number
  /** Days that will be fetched from the platform. */
  daysToExport: number
  /** Conversations in the archive on these days, and the days that have any. */
  conversations: number
  daysWithConversations: number
  /** Requests to the platform, and the minutes they take at the configured budget; by days already known. */
  requests: number
  minutes: number
  /** True when no day of the range was ever seen, so that a day's size is a guess. */
  guessed: boolean
  /** `name@version` of what will be computed. */
  kpis: readonly string[]
  /** Days of the range that are in quarantine: they are tried again. */
  quarantinedDays: readonly LocalDate[]
  /** Days that were asked for and lie beyond what the platform has: not part of the range that is worked on. */
  waitingDays: readonly LocalDate[]
}

export interface PlanOrder {
  organisation: string
  export: 'none' | 'missing' | 'again'
  platform: PlatformSettings | undefined
  kpis: readonly string[]
  waiting: readonly LocalDate[]
}

/** A job is submitted, looked at a few times and read page by page. */
const requestsBesidesPages = 6
/** Where no day is known: a middling contact centre. */
const guessedConversations = 5_000

export async function planDays(db: Connection, range: DayRange, order: PlanOrder): Promise<DaysPlan> {
  const { first, last, days } = range
  const archived = await readArchivedDays(db, { first, last })
  const conversations = archived.reduce((sum, day) => sum + day.conversations, 0)
  const daysWithConversations = archived.filter((day) => day.conversations > 0).length
  const daysToExport = await countDaysToExport(db, range, order)
  const guessed = daysWithConversations === 0
  const ofADay = guessed ? guessedConversations : conversations / daysWithConversations
  const pages = Math.ceil(ofADay / (order.platform?.pageSize ?? 1000))
  const requests = daysToExport * (requestsBesidesPages + pages)
  const minutes = requests / (order.platform?.requestsPerMinute ?? 240)
  const { organisation, kpis, waiting: waitingDays } = order
  const quarantinedDays = await readQuarantinedDays(db, { organisation, first, last })
  const size = { daysToExport, conversations, daysWithConversations, requests, minutes, guessed }
  return { first, last, days, kpis, ...size, quarantinedDays, waitingDays }
}

async function countDaysToExport(
  db: Connection,
  { first, last, days }: DayRange,
  { organisation, export: exports }: PlanOrder,
): Promise<number> {
  if (exports === 'none') return 0
  if (exports === 'again') return days
  const waiting = await daysNotComplete(db, { organisation, first, last })
  return waiting.length
}

/** Days of a range that were never completely exported. */
export async function daysNotComplete(
  db: Connection,
  range: { organisation: string; first: LocalDate; last: LocalDate },
): Promise<LocalDate[]> {
  const coverage = await readCoverage(db, { ...range, selectionRule: 'job-activity' })
  const complete = new Set(coverage.filter((row) => row.complete).map(({ day }) => day))
  return [...eachDate(range.first, nextDate(range.last))].filter((day) => !complete.has(day))
}

/**
 * From the first to the last day of the archive.
 *
 * @throws UsageError `usage.empty-archive`
 */
export async function everyArchivedDay(db: Connection): Promise<DayRange> {
  const { days: newest } = await daysWithConversations(db, {
    ...everyDay,
    order: 'newest-first',
    after: null,
    limit: 1,
  })
  const { days: oldest } = await daysWithConversations(db, {
    ...everyDay,
    order: 'oldest-first',
    after: null,
    limit: 1,
  })
  const [first, last] = [oldest[0], newest[0]]
  if (first !== undefined && last !== undefined) return { first, last, days: daysBetween(first, last) + 1 }
  throw new UsageError('The archive is empty, so there is nothing to compute.', {
    code: 'usage.empty-archive',
    advice: 'Begin with `retally import FILE…` or `retally export --from … --to …`.',
  })
}
