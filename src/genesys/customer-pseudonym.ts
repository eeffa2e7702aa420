import { createHash } from 'node:crypto'
import type { ConversationRecord, ParticipantRecord, SessionRecord } from './wire/conversation'

/**
 * Who the customer of a conversation is, as a pseudonym: it tells that two conversations were one person's, and not whose.
 * Null when the record names nobody who could be known again: a withheld number, a station of the house, nothing at all.
 *
 * The identity, best first: the external contact; then, from the first of the customer's sessions that has one, the
 * number or address at the customer's end. A party of purpose `external` is the customer only where there is no other:
 * beside a customer it is whom the call was sent on to.
 *
 * The value itself goes no further than this function (docs/decisions/0038-the-customers-pseudonym.md).
 */
export function customerPseudonym(record: ConversationRecord): string | null {
  const customers = withPurpose(record, 'customer')
  const parties = customers.length > 0 ? customers : withPurpose(record, 'external')
  for (const { externalContactId } of parties) {
    const contact = text(externalContactId)
    if (contact !== null) return pseudonym('external-contact', contact.toLowerCase())
  }
  for (const { sessions } of parties) {
    for (const session of sessions ?? []) {
      for (const address of addressesOf(session, session.direction ?? record.originatingDirection)) {
        const identity = identityOf(address)
        if (identity !== null) return pseudonym(identity.kind, identity.value)
      }
    }
  }
  return null
}

function withPurpose({ participants }: ConversationRecord, purpose: string): ParticipantRecord[] {
  return participants.filter((participant) => participant.purpose === purpose)
}

/** What stands for the customer's end of a session: the caller when they came to us, the called when we went to them. */
function addressesOf(session: SessionRecord, direction: string | null | undefined): string[] {
  const { ani, dnis, addressFrom, addressTo, callbackNumbers } = session
  const numbers: readonly unknown[] = Array.isArray(callbackNumbers) ? callbackNumbers : []
  const ends = direction === 'outbound' ? [dnis, addressTo] : [ani, addressFrom]
  return [...numbers.slice(0, 1), ...ends].flatMap((value) => text(value) ?? [])
}

function text(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const trimmed = value.trim()
  return trimmed === '' ? null : trimmed
}

/** What a line shows for a caller who withheld the number; the last three are how those words are dialled. */
const nobody = new Set(
  `anonymous restricted unknown unavailable private blocked withheld invalid none null n/a
266696687 7378742833 86282452253`.split(/\s+/),
)

/** A number within a house has fewer digits; more than 15 has none (ITU-T E.164). */
const phoneNumber = /^\+?\d{7,15}$/

/**
 * An address in the one spelling that all spellings of it share. A number keeps its digits only, so `+1 555…`, `001555…`
 * and `1555…` are one; a number without its country's code is not guessed at, and is another. A `sip:` address that names
 * no number is a station or a trunk as often as a person, so it is nobody.
 */
function identityOf(address: string): { kind: 'phone' | 'email' | 'address'; value: string } | null {
  const [, scheme, rest] = /^(?:(tel|sips?|mailto):)?(.*)$/s.exec(address.toLowerCase()) ?? []
  const bare = (rest ?? '').replace(/[;?].*$/s, '').trim()
  const user = bare.replace(/@.*$/s, '')
  if (nobody.has(user)) return null
  const digits = (scheme?.startsWith('sip') ? user : bare)
    .replace(/[\s()./-]/g, '')
    .replace(/^00(?=[1-9])/, '+')
  if (phoneNumber.test(digits)) {
    const number = digits.replace('+', '')
    return nobody.has(number) || /^(\d)\1*$/.test(number) ? null : { kind: 'phone', value: number }
  }
  if (scheme === 'tel' || scheme?.startsWith('sip')) return null
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(bare)) return { kind: 'email', value: bare }
  // What a messaging channel calls a person: case matters there. Too short to be one is nobody.
  const isChannelId = bare.length >= 8 && !/^[\d+]+$/.test(digits)
  return isChannelId ? { kind: 'address', value: address.trim() } : null
}

/** The first 128 bits of a SHA-256 over kind and identity, in base64url: 22 characters. */
function pseudonym(kind: string, identity: string): string {
  const hash = createHash('sha256').update(`${kind}\n${identity}`).digest()
  return hash.subarray(0, 16).toString('base64url')
}
