import { z } from 'zod'
import type { Instant } from '../../time/instant'
import { isPlausible } from '../contradiction'
import { instantIn } from './instant-text'

/**
 * What hangs beside the handling of a conversation: flows, surveys, verdicts. A value there that cannot be read is as one
 * that was not given: never guessed, and no reason to set a whole conversation aside, nor to refuse one that the archive
 * already holds when it is folded again.
 */
export function ifReadable<Shape extends z.ZodType>(shape: Shape) {
  return shape.nullish().catch(null)
}

/** The items of a list that can be read. */
export function readableItems<Shape extends z.ZodType>(item: Shape) {
  return z
    .array(item.nullable().catch(null))
    .nullish()
    .catch(null)
    .transform((items) => (items ?? []).filter((each) => each !== null))
}

/** An instant that a contact centre can have been at work in. */
export const readableInstant = z
  .string()
  .transform((text): Instant | null => {
    const at = instantIn(text)
    return at !== null && isPlausible(at) ? at : null
  })
  .nullish()
  .catch(null)

/** A number between two others. */
export function numberBetween(least: number, most: number) {
  return z.number().min(least).max(most)
}
