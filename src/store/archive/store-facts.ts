import type { PoolClient } from 'pg'
import { DayChanges, raiseRevisions } from '../subjects/raise-revisions'
import { type ContactToStore, storeContacts } from './store-contacts'

/** The facts of one conversation's current snapshot, in stored form. */
export interface FactsToStore extends ContactToStore {
  conversationId: string
  body: Buffer
  hash: Buffer
}

export interface StoredFacts {
  /** Conversations whose facts are new or different. */
  changed: number
  /** The days whose facts changed, by subject, in order: of conversations their own, of contacts also those beside which one of them is seen. */
  days: { conversation: string[]; contact: string[] }
}

/**
 * Stores facts in the transaction of the snapshots they were folded from. The caller has locked the conversations.
 *
 * A day's `facts_revision` counts the transactions that changed any of its facts.
 * Facts that are as they were dirty nothing; a changed fold with equal facts only notes the new fold.
 */
export async function storeFacts(
  tx: PoolClient,
  facts: readonly FactsToStore[],
  fold: string,
): Promise<StoredFacts> {
  const known = await readKnown(tx, facts)
  const changed: FactsToStore[] = []
  const refolded: FactsToStore[] = []
  const changes = new DayChanges()
  for (const each of facts) {
    const before = known.get(each.conversationKey)
    if (before === undefined || !before.hash.equals(each.hash)) {
      changed.push(each)
      changes.of(each.day).replaced(before?.hash, each.hash)
    } else if (before.fold !== fold) refolded.push(each)
  }
  await noteFold(tx, refolded, fold)
  const days = [...new Set(changed.map((each) => each.day))].sort()
  if (changed.length > 0) {
    const revisions = await raiseRevisions(tx, 'conversation', days, changes)
    await upsertFacts(tx, changed, fold, revisions)
  }
  // Also of facts that are as they were: those stored before there were contacts have none yet.
  const contactDays = await storeContacts(tx, facts)
  return { changed: changed.length, days: { conversation: days, contact: contactDays } }
}

async function readKnown(tx: PoolClient, facts: readonly FactsToStore[]) {
  if (facts.length === 0) return new Map<number, { hash: Buffer; fold: string }>()
  const { rows } = await tx.query<{ conversationKey: number; hash: Buffer; fold: string }>(
    `
    SELECT a.conversation_key AS "conversationKey", f.hash, f.fold
      FROM unnest($1::date[], $2::bigint[]) AS a (day, conversation_key)
     CROSS JOIN LATERAL (
           SELECT hash, fold FROM facts WHERE day = a.day AND conversation_key = a.conversation_key OFFSET 0) f`,
    [facts.map((each) => each.day), facts.map((each) => each.conversationKey)],
  )
  return new Map(rows.map(({ conversationKey, ...known }) => [conversationKey, known]))
}

async function upsertFacts(
  tx: PoolClient,
  changed: readonly FactsToStore[],
  fold: string,
  revisions: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.query(
    `
    INSERT INTO facts (day, conversation_key, conversation_id, facts_revision, fold, hash, body)
    SELECT f.day, f.conversation_key, f.conversation_id, f.facts_revision, $6, f.hash, f.body
      FROM unnest($1::date[], $2::bigint[], $3::text[], $4::bigint[], $5::bytea[], $7::bytea[])
           AS f (day, conversation_key, conversation_id, facts_revision, hash, body)
        ON CONFLICT (day, conversation_key) DO UPDATE
       SET facts_revision = excluded.facts_revision,
           fold = excluded.fold,
           hash = excluded.hash,
           body = excluded.body`,
    [
      changed.map((each) => each.day),
      changed.map((each) => each.conversationKey),
      changed.map((each) => each.conversationId),
      changed.map((each) => revisions.get(each.day)),
      changed.map((each) => each.hash),
      fold,
      changed.map((each) => each.body),
    ],
  )
}

async function noteFold(tx: PoolClient, refolded: readonly FactsToStore[], fold: string): Promise<void> {
  if (refolded.length === 0) return
  await tx.query(
    `
    UPDATE facts f
       SET fold = $3
      FROM unnest($1::date[], $2::bigint[]) AS a (day, conversation_key)
     WHERE f.day = a.day AND f.conversation_key = a.conversation_key`,
    [refolded.map((each) => each.day), refolded.map((each) => each.conversationKey), fold],
  )
}
