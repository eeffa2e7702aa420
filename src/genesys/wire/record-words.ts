import { z } from 'zod'
import { isPlausible } from '../contradiction'
import { instantText } from './instant-text'

/** Why a field of a record cannot be: said by the schema that found it, kept with the record in quarantine. */
export type RecordReason = 'unexpected-shape' | 'malformed-instant' | 'contradiction'

const longestWord = 200

/** An id or a code. Longer than any the platform writes, or with a control character or half a character in it, it is none. */
export const recordWord = z
  .string()
  .min(1)
  .refine((text) => text.length <= longestWord && /^[^\p{Cc}\p{Cs}]*$/u.test(text), {
    error: `expected at most ${longestWord} characters and no control characters`,
    params: { reason: 'unexpected-shape' },
  })

/** An instant in which a contact centre of this platform can have been at work. */
export const recordInstant = instantText.refine(isPlausible, {
  error: 'expected an instant between 1990 and 2100',
  params: { reason: 'contradiction' },
})
