import { encodeFacts } from '../../facts/compact'
import { contactOf } from '../../facts/contact'
import type { ConversationFacts } from '../../facts/fact'
import { inTransaction, type Store } from '../open-store'
import { sha256 } from '../sha256'
import { namesIn } from './arriving'
import { storeFacts } from './store-facts'

export interface RefoldedDay {
  /** Conversations whose facts were made by another fold. */
  read: number
  /** Of these, those whose facts came out different. */
  changed: number
}

/**
 * Folds the current snapshots of a day again where their facts were made by another fold. `fold` gives the facts of a
 * record as archived; it parsed when it was archived, so a record that no longer does is an error of ours and ends the refold.
 *
 * Batches commit one by one: interrupted, the next call goes on with what is left.
 */
export async function refoldDay(
  store: Store,
  day: string,
  fold: { fingerprint: string; refold(raw: unknown): ConversationFacts },
  options: { batch?: number; onBatch?: (read: number) => void } = {},
): Promise<RefoldedDay> {
  const answer: RefoldedDay = { read: 0, changed: 0 }
  for (;;) {
    const keys = await findOutdated(store, day, fold.fingerprint, options.batch ?? 500)
    if (keys.length === 0) return answer
    answer.changed += await refoldBatch(store, day, keys, fold)
    answer.read += keys.length
    options.onBatch?.(answer.read)
  }
}

async function findOutdated(
  store: Store,
  day: string,
  fingerprint: string,
  limit: number,
): Promise<number[]> {
  const { rows } = await store.pool.query<{ conversationKey: number }>(
    `
    SELECT conversation_key AS "conversationKey" FROM facts
     WHERE day = $1 AND fold <> $2
     ORDER BY conversation_id LIMIT $3`,
    [day, fingerprint, limit],
  )
  return rows.map((row) => row.conversationKey)
}

/** A conversation that got a newer snapshot while we folded is left to the next batch. */
async function refoldBatch(
  store: Store,
  day: string,
  keys: number[],
  fold: { fingerprint: string; refold(raw: unknown): ConversationFacts },
): Promise<number> {
  const refolded = (await readCurrentSnapshots(store, day, keys)).map(({ body, ...at }) => {
    const facts = fold.refold(body)
    const bytes = encodeFacts(facts)
    const { customer } = facts
    return { ...at, day, facts, body: bytes, hash: sha256(bytes), customer, contact: contactOf(facts) }
  })
  await store.dictionaries.learn(namesIn(refolded))
  return inTransaction(store, async (tx) => {
    const { rows } = await tx.query<{ conversationKey: number; revision: number }>(
      `
      SELECT conversation_key AS "conversationKey", current_revision AS revision
        FROM conversation WHERE conversation_key = ANY ($1::bigint[])
       ORDER BY conversation_id FOR UPDATE`,
      [keys],
    )
    const revisions = new Map(rows.map((row) => [row.conversationKey, row.revision]))
    const still = refolded.filter((each) => revisions.get(each.conversationKey) === each.revision)
    const { changed } = await storeFacts(tx, still, fold.fingerprint)
    return changed
  })
}

interface CurrentSnapshot {
  conversationKey: number
  conversationId: string
  revision: number
  body: unknown
}

async function readCurrentSnapshots(store: Store, day: string, keys: number[]): Promise<CurrentSnapshot[]> {
  const { rows } = await store.pool.query<CurrentSnapshot>(
    `
    SELECT c.conversation_key AS "conversationKey", c.conversation_id AS "conversationId", s.revision, s.body
      FROM conversation c
      JOIN snapshot s ON s.day = $1 AND s.conversation_key = c.conversation_key AND s.revision = c.current_revision
     WHERE c.conversation_key = ANY ($2::bigint[])
     ORDER BY c.conversation_id`,
    [day, keys],
  )
  return rows
}
