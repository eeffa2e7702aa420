import { z } from 'zod'
import type { Contact, LinkedContact } from '../facts/contact'
import type { Instant } from '../time/instant'
import { addDays } from '../time/local-date'
import { dayBounds } from '../time/local-day'
import { localDate } from '../time/local-time'
import type { KpiContext } from './context'
import { lackingName } from './wrap-up-code'

/** How long after a contact the next one of the same customer is about the same thing, and which ones are. */
export const contactWindow = {
  windowDays: z
    .number()
    .int()
    .min(1)
    .max(30)
    .default(7)
    .describe('Days after the contact was served in which another one counts as a repeat.'),
  windowIn: z
    .enum(['elapsed', 'local-days'])
    .default('elapsed')
    .describe("Days of 24 hours, or whole local days of the queue's zone after the day of the contact."),
  sameAs: z
    .enum(['any', 'queue', 'media', 'wrap-up-code'])
    .default('any')
    .describe(
      'What another contact must have in common to be a repeat; a contact without it is counted as unidentified.',
    ),
  excludedWrapUpCodes: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Names (or literals) of wrap-up codes of contacts that are neither first contacts nor repeats.',
    ),
}

export type ContactWindow = z.infer<z.ZodObject<typeof contactWindow>>

type Context = Pick<KpiContext<ContactWindow>, 'parameters' | 'zoneOfQueue' | 'wrapUpName'>
/** What is asked to tell whether a contact is another one's repeat. */
type Likeness = Pick<
  KpiContext<Pick<ContactWindow, 'sameAs' | 'excludedWrapUpCodes'>>,
  'parameters' | 'wrapUpName'
>

/**
 * The end of a contact's window: a contact that starts before it may be a repeat.
 *
 * @returns null while the contact is still being served, `no-zone` when local days are asked for and nobody knows whose
 */
export function windowEnd(
  contact: Contact,
  { parameters, zoneOfQueue }: Context,
): Instant | null | 'no-zone' {
  const { servedUntil, queueId } = contact
  const { windowDays, windowIn } = parameters
  if (servedUntil === null) return null
  if (windowIn === 'elapsed') return elapsedEnd(servedUntil, windowDays)
  const zone = zoneOfQueue(queueId, servedUntil)
  return zone === null ? 'no-zone' : dayBounds(zone, addDays(localDate(zone, servedUntil), windowDays)).end
}

/** The end of a window of days of 24 hours. */
export function elapsedEnd(servedUntil: Instant, windowDays: number): Instant {
  return servedUntil + windowDays * dayMs
}

/** Whether a contact is one at all by these parameters: not wrapped up as what does not count. */
export function counts(contact: Contact, { parameters, wrapUpName }: Likeness): boolean {
  const { wrapUpCode, servedUntil, startedAt } = contact
  if (wrapUpCode === null) return true
  return !parameters.excludedWrapUpCodes.includes(wrapUpName(wrapUpCode, servedUntil ?? startedAt))
}

/** Whether it can be told of a contact that another one is about the same: what both must have in common, it has. */
export function isComparable(contact: Contact, { parameters }: Pick<Likeness, 'parameters'>): boolean {
  return isAlike(contact, contact, { parameters })
}

/** See `lackingName`. */
export function lackingNameOf(
  { wrapUpCode, servedUntil, startedAt }: Contact,
  context: Pick<KpiContext<Pick<ContactWindow, 'excludedWrapUpCodes'>>, 'parameters' | 'hasWrapUpName'>,
): readonly ['name'] | undefined {
  return lackingName(wrapUpCode, servedUntil ?? startedAt, context.parameters.excludedWrapUpCodes, context)
}

/** The contact by which the customer came back first; a call of ours is no coming back. */
export function nextContact(contact: LinkedContact, until: Instant, context: Likeness): Contact | undefined {
  return contact.later.find(
    (later) => later.startedAt < until && isReturn(later, context) && isAlike(contact, later, context),
  )
}

/** The latest contact whose window this one falls into; an unfinished one's window has not begun to end. */
export function contactBefore(contact: LinkedContact, context: Context): Contact | undefined {
  return contact.earlier.find((earlier) => {
    if (!counts(earlier, context) || !isAlike(earlier, contact, context)) return false
    const end = windowEnd(earlier, context)
    return end === null || (end !== 'no-zone' && contact.startedAt < end)
  })
}

function isReturn(contact: Contact, context: Likeness): boolean {
  return contact.direction !== 'outbound' && counts(contact, context)
}

function isAlike(contact: Contact, other: Contact, { parameters }: Pick<Likeness, 'parameters'>): boolean {
  switch (parameters.sameAs) {
    case 'any':
      return true
    case 'queue':
      return contact.queueId !== null && contact.queueId === other.queueId
    case 'media':
      return contact.mediaType !== null && contact.mediaType === other.mediaType
    case 'wrap-up-code':
      return contact.wrapUpCode !== null && contact.wrapUpCode === other.wrapUpCode
  }
}

const dayMs = 86_400_000
