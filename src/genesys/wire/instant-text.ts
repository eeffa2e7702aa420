import { z } from 'zod'
import { type Instant, InvalidInstantError, parseInstant } from '../../time/instant'

/** An instant in ISO 8601 as the platform writes it, read into ours. */
export const instantText = z.string().transform((text, context): Instant => {
  const instant = instantIn(text)
  if (instant !== null) return instant
  context.addIssue({ code: 'custom', message: 'expected an ISO 8601 instant with Z or an offset' })
  return z.NEVER
})

/** The instant a text states, or null when it states none. */
export function instantIn(text: string): Instant | null {
  try {
    return parseInstant(text)
  } catch (error) {
    if (error instanceof InvalidInstantError) return null
    throw error
  }
}
