import { UsageError } from '../../errors'
import { type Instant, InvalidInstantError, parseInstant } from '../../time/instant'

/**
 * Reads the instant an option gives.
 *
 * @param option its name without dashes
 * @throws UsageError `usage.bad-instant`
 */
export function readInstant(option: string, text: string): Instant {
  try {
    return parseInstant(text)
  } catch (cause) {
    if (!(cause instanceof InvalidInstantError)) throw cause
    throw new UsageError(`--${option} ${JSON.stringify(text)} is not an instant.`, {
      code: 'usage.bad-instant',
      fields: { option },
      advice: 'Write it with its offset, such as 2026-11-05T06:00Z.',
      cause,
    })
  }
}
