import type { PoolClient } from 'pg'
import { type Contact, contactReachDays, type LinkedContact, mostNeighbours } from '../../facts/contact'
import type { Instant } from '../../time/instant'
import type { FactsWanted, StoredSubject, SubjectSource } from './source'

/** A contact with those beside it. */
interface StoredContact extends StoredSubject {
  identified: boolean
  body: Contact
  earlier: Contact[]
  later: Contact[]
  knownUntil: Instant | null
}

/** Contacts at once in memory, each with up to a hundred neighbours but usually with none. */
const pageSize = 2_000

export function contacts(): SubjectSource<'contact', StoredContact> {
  return { chunks: readContacts, factsOf: linked }
}

function linked({ body, identified, earlier, later, knownUntil }: StoredContact): LinkedContact {
  return { ...body, identified, earlier, later, knownUntil }
}

/** In order of key, page by page; the reader's snapshot makes the pages one. */
async function* readContacts(
  reader: PoolClient,
  { day, changedAfter, keys }: FactsWanted,
): AsyncGenerator<StoredContact[]> {
  for (let after = 0; ; ) {
    const { rows } = await reader.query<StoredContact>(contactsOfDay, [
      day,
      changedAfter ?? -1,
      after,
      pageSize,
      keys ?? null,
    ])
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.key
  }
}

/** A query: contacts `n` of the customer of `c` (a `customer_key`, `started_at`, `conversation_id`) on one side of it, the nearest first. */
export function besideContact(side: 'earlier' | 'later', columns: string): string {
  const [before, reach, order] =
    side === 'earlier'
      ? ['<', `n.started_at >= c.started_at - interval '${contactReachDays} days'`, 'DESC']
      : ['>', `n.started_at <= c.started_at + interval '${contactReachDays} days'`, 'ASC']
  return `
    SELECT ${columns} FROM contact n
     WHERE n.customer_key = c.customer_key
       AND (n.started_at, n.conversation_id) ${before} (c.started_at, c.conversation_id)
       AND ${reach}
     ORDER BY n.started_at ${order}, n.conversation_id ${order} LIMIT ${mostNeighbours}`
}

const contactsOfDay = `
  SELECT c.conversation_key AS key, c.revision, c.customer_key IS NOT NULL AS identified, c.body,
         array_to_json(ARRAY(${besideContact('earlier', 'n.body')})) AS earlier,
         array_to_json(ARRAY(${besideContact('later', 'n.body')})) AS later,
         (SELECT known_until FROM known_until) AS "knownUntil"
    FROM contact c
   WHERE c.day = $1 AND c.revision > $2 AND c.conversation_key > $3
     AND ($5::bigint[] IS NULL OR c.conversation_key = ANY ($5))
   ORDER BY c.conversation_key
   LIMIT $4`
