import type { Instant } from '../../time/instant'
import { isLocalDate, utcDayInterval } from '../../time/local-date'
import { readInstant } from './instant'

export interface AsOfOptions {
  asOf?: string
}

export const asOfOption = [
  '--as-of <when>',
  'the numbers as they were known then: at the end of a UTC day (2026-03-03), or at an instant',
] as const

/** A day is meant to its end, as everywhere. */
export function readAsOf({ asOf }: AsOfOptions): Instant | undefined {
  if (asOf === undefined) return undefined
  return isLocalDate(asOf) ? utcDayInterval(asOf).end - 1 : readInstant('as-of', asOf)
}
