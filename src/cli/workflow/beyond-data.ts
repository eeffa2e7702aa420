import { RetryableError, UsageError } from '../../errors'
import { utcLabel } from '../../reports/local-label'
import type { Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import { addDays, utcDay } from '../../time/local-date'

/** A range that begins so many days after the data is a slip of the pen: whoever tried it again and again would wait for a year. */
const longestWaitDays = 366

/**
 * Refuses a range of which there are no data yet: worth trying later where they will come, wrong use where nobody would
 * wait for them. Every command that takes a range says it in the same words, with --dry-run as without.
 *
 * @param label the range as the person gave it
 * @param until up to when there are data: what the platform says, else the clock
 * @throws RetryableError `export.not-available-yet`, UsageError `usage.far-future`
 */
export function refuseBeyond(label: string, { start }: Interval, until: Instant): void {
  if (start < until) return
  const lastBegun = utcDay(until - 1)
  const fields = { availableUntil: utcLabel(until), range: label }
  if (utcDay(start) > addDays(lastBegun, longestWaitDays)) {
    throw new UsageError(`There are data until ${utcLabel(until)}; ${label} lies more than a year beyond.`, {
      code: 'usage.far-future',
      fields,
      advice: `Check the year; the last day with data is ${lastBegun}.`,
    })
  }
  throw new RetryableError(`There are data until ${utcLabel(until)}; ${label} lies beyond and has to wait.`, {
    code: 'export.not-available-yet',
    fields,
    advice: `Come again after ${utcLabel(start)}, or ask for days up to ${lastBegun}.`,
  })
}
