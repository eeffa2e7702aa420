import type { PoolClient } from 'pg'
import type { Contact } from '../../facts/contact'
import { formatInstant, type Instant } from '../../time/instant'
import { sha256 } from '../sha256'
import { besideContact } from '../subjects/contacts'
import { DayChanges, raiseRevisions } from '../subjects/raise-revisions'

/** A conversation as a contact of its customer. */
export interface ContactToStore {
  conversationKey: number
  day: string
  /** A pseudonym; null when the record does not say who it was. */
  customer: string | null
  contact: Contact
}

interface KnownContact {
  customer: string | null
  customerKey: number | null
  startedAt: Instant
  body: string
}

/** Where a contact stands among the others of its customer. */
interface Place {
  customerKey: number
  startedAt: Instant
  conversationId: string
}

/**
 * Stores contacts in the transaction of the facts they were made from. A contact that is new or different changes what may
 * be said of the contacts beside it: these and it get their day's next revision, and so does every contact that was
 * beside it before it moved to another customer.
 *
 * Customers are locked first, in order: of two transactions that bring contacts of one customer the later sees what
 * the earlier brought.
 *
 * @returns the days of contacts that must be looked at anew, in order
 */
export async function storeContacts(tx: PoolClient, contacts: readonly ContactToStore[]): Promise<string[]> {
  const known = await readKnown(tx, contacts)
  const changed = contacts.map(withBody).filter(({ conversationKey, customer, body }) => {
    const before = known.get(conversationKey)
    return before === undefined || before.customer !== customer || before.body !== body
  })
  if (changed.length === 0) return []
  const customers = await lockCustomers(
    tx,
    changed.flatMap(({ customer, conversationKey }) => [
      customer,
      known.get(conversationKey)?.customer ?? null,
    ]),
  )
  const touched = await findBeside(tx, [...placesBefore(changed, known), ...placesNow(changed, customers)])
  const changes = new DayChanges()
  for (const each of changed) {
    touched.set(each.conversationKey, each.day)
    const before = known.get(each.conversationKey)
    changes.of(each.day).replaced(before && hashOf(before), hashOf(each))
  }
  const days = [...new Set(touched.values())].sort()
  const revisions = await raiseRevisions(tx, 'contact', days, changes)
  await upsertContacts(tx, changed, customers, revisions)
  for (const { conversationKey } of changed) touched.delete(conversationKey)
  await noteRevisions(tx, touched, revisions)
  return days
}

/** A contact in the form in which it is stored. */
type StoredContact = ContactToStore & { body: string }

function withBody(contact: ContactToStore): StoredContact {
  return { ...contact, body: JSON.stringify(contact.contact) }
}

/** The hash of a contact by itself: what is beside it is no part of it. */
export function hashOfContact({ customer, contact }: Pick<ContactToStore, 'customer' | 'contact'>): Buffer {
  return hashOf({ customer, body: JSON.stringify(contact) })
}

function hashOf({ customer, body }: Pick<StoredContact, 'customer' | 'body'>): Buffer {
  return sha256(`${customer ?? ''}\n${body}`)
}

async function readKnown(tx: PoolClient, contacts: readonly ContactToStore[]) {
  const { rows } = await tx.query<KnownContact & { conversationKey: number }>(
    `
    SELECT c.conversation_key AS "conversationKey", u.pseudonym AS customer, customer_key AS "customerKey",
           c.started_at AS "startedAt", c.body::text AS body
      FROM contact c
      LEFT JOIN customer u USING (customer_key)
     WHERE c.conversation_key = ANY ($1::bigint[])`,
    [contacts.map(({ conversationKey }) => conversationKey)],
  )
  return new Map(rows.map(({ conversationKey, ...known }) => [conversationKey, known]))
}

/** Keys of the customers by pseudonym; those never met get one. */
async function lockCustomers(
  tx: PoolClient,
  named: readonly (string | null)[],
): Promise<Map<string, number>> {
  const pseudonyms = [...new Set(named.filter((name) => name !== null))].sort()
  if (pseudonyms.length === 0) return new Map()
  await tx.query(
    `
    INSERT INTO customer (pseudonym)
    SELECT name FROM unnest($1::text[]) AS n (name)
     WHERE NOT EXISTS (SELECT FROM customer WHERE pseudonym = name)
     ORDER BY name COLLATE "C"
        ON CONFLICT (pseudonym) DO NOTHING`,
    [pseudonyms],
  )
  const { rows } = await tx.query<{ pseudonym: string; key: number }>(
    `
    SELECT pseudonym, customer_key AS key FROM customer
     WHERE pseudonym = ANY ($1::text[]) ORDER BY pseudonym FOR UPDATE`,
    [pseudonyms],
  )
  return new Map(rows.map(({ pseudonym, key }) => [pseudonym, key]))
}

function placesBefore(changed: readonly ContactToStore[], known: ReadonlyMap<number, KnownContact>): Place[] {
  return changed.flatMap(({ conversationKey, contact: { conversationId } }) => {
    const before = known.get(conversationKey)
    if (before === undefined || before.customerKey === null) return []
    const { customerKey, startedAt } = before
    return [{ customerKey, startedAt, conversationId }]
  })
}

function placesNow(changed: readonly ContactToStore[], customers: ReadonlyMap<string, number>): Place[] {
  return changed.flatMap(({ customer, contact: { conversationId, startedAt } }) => {
    const customerKey = customer === null ? undefined : customers.get(customer)
    return customerKey === undefined ? [] : [{ customerKey, startedAt, conversationId }]
  })
}

/**
 * Stored contacts that see one of these places beside them, with their days. To be near is mutual. Whoever sees a place only once
 * another contact has left from between is beside the place that this one leaves.
 */
async function findBeside(tx: PoolClient, places: readonly Place[]): Promise<Map<number, string>> {
  const { rows } = await tx.query<{ key: number; day: string }>(
    `
    SELECT DISTINCT beside.key, beside.day
      FROM unnest($1::bigint[], $2::timestamptz[], $3::text[]) AS c (customer_key, started_at, conversation_id)
     CROSS JOIN LATERAL (
           (${besideContact('earlier', 'n.conversation_key AS key, n.day')})
            UNION ALL
           (${besideContact('later', 'n.conversation_key AS key, n.day')})) beside`,
    [
      places.map(({ customerKey }) => customerKey),
      places.map(({ startedAt }) => formatInstant(startedAt)),
      places.map(({ conversationId }) => conversationId),
    ],
  )
  return new Map(rows.map(({ key, day }) => [key, day]))
}

async function noteRevisions(
  tx: PoolClient,
  touched: ReadonlyMap<number, string>,
  revisions: ReadonlyMap<string, number>,
): Promise<void> {
  if (touched.size === 0) return
  await tx.query(
    `
    UPDATE contact c SET revision = t.revision
      FROM unnest($1::bigint[], $2::bigint[]) AS t (conversation_key, revision)
     WHERE c.conversation_key = t.conversation_key`,
    [[...touched.keys()], [...touched.values()].map((day) => revisions.get(day))],
  )
}

async function upsertContacts(
  tx: PoolClient,
  changed: readonly StoredContact[],
  customers: ReadonlyMap<string, number>,
  revisions: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.query(
    `
    INSERT INTO contact (conversation_key, conversation_id, day, customer_key, started_at, revision, body)
    SELECT key, id, day, customer, started_at, revision, body::json
      FROM unnest($1::bigint[], $2::text[], $3::date[], $4::bigint[], $5::timestamptz[], $6::bigint[], $7::text[])
           AS c (key, id, day, customer, started_at, revision, body)
     ORDER BY key
        ON CONFLICT (conversation_key) DO UPDATE
       SET customer_key = excluded.customer_key,
           started_at = excluded.started_at,
           revision = excluded.revision,
           body = excluded.body`,
    [
      changed.map(({ conversationKey }) => conversationKey),
      changed.map(({ contact }) => contact.conversationId),
      changed.map(({ day }) => day),
      changed.map(({ customer }) => (customer === null ? null : customers.get(customer))),
      changed.map(({ contact }) => formatInstant(contact.startedAt)),
      changed.map(({ day }) => revisions.get(day)),
      changed.map(({ body }) => body),
    ],
  )
}
