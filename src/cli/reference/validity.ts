import { UsageError } from '../../errors'
import { formatInstant, parseInstant } from '../../time/instant'
import { isLocalDate } from '../../time/local-date'
import { dayBounds } from '../../time/local-day'
import type { Zone } from '../../time/zone-name'

export interface Validity {
  /** ISO instants; null is open. */
  validFrom: string | null
  validTo: string | null
}

/**
 * Reads a validity, half-open: `valid_to` is the first moment that no longer belongs to it, so that one
 * row can end where the next begins. A date means the start of that day in the row's own zone; an
 * instant needs its offset; an empty value is open.
 */
export function readValidity(from: string, to: string, zone: Zone, where: string): Validity {
  const validFrom = readBound(from, zone, `${where}: valid_from`)
  const validTo = readBound(to, zone, `${where}: valid_to`)
  if (validFrom !== null && validTo !== null && parseInstant(validFrom) >= parseInstant(validTo)) {
    throw new UsageError(`${where}: valid_from ${from} is not before valid_to ${to}.`, {
      code: 'reference.validity',
      advice: 'A validity is half-open: valid_to is the first day that no longer counts.',
    })
  }
  return { validFrom, validTo }
}

function readBound(text: string, zone: Zone, where: string): string | null {
  if (text === '') return null
  if (isLocalDate(text)) return formatInstant(dayBounds(zone, text).start)
  try {
    return formatInstant(parseInstant(text))
  } catch (cause) {
    throw new UsageError(
      `${where} "${text}" is neither a date (2026-11-01) nor an instant (2026-11-01T06:00:00Z).`,
      {
        code: 'reference.validity',
        advice: 'Write a date, or an instant with its offset; an empty value is open.',
        cause,
      },
    )
  }
}
