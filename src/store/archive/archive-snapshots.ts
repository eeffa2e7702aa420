import type { PoolClient } from 'pg'
import { formatInstant, type Instant } from '../../time/instant'
import type { ArrivingConversation } from './arriving'
import { placeSnapshot } from './place-snapshot'
import type { FactsToStore } from './store-facts'

export interface ArchivedSnapshots {
  new: number
  changed: number
  /** Revisions that are older than what was already known. */
  earlier: number
  same: number
  /** Facts of the conversations whose current snapshot is now one of these. */
  current: FactsToStore[]
}

/** A revision to add to the archive. */
interface Revision {
  conversation: ArrivingConversation
  conversationKey: number
  day: string
  revision: number
  /** Older than what is current: it never was. */
  earlier: boolean
}

/**
 * Archives one round (each conversation at most once, in order of id) in the page's transaction. Append-only: a revision is
 * never changed; what moves is the conversation's pointer to the current one.
 */
export async function archiveSnapshots(
  tx: PoolClient,
  round: readonly ArrivingConversation[],
  from: { exportKey: number; observedAt: Instant },
): Promise<ArchivedSnapshots> {
  const firstSeen = await insertNew(tx, round, from.observedAt)
  const known = await lockKnown(
    tx,
    round.filter((each) => !firstSeen.has(each.conversationId)),
  )
  const revisions: Revision[] = []
  const superseding: Revision[] = []
  const confirmed: number[] = []
  const outcome: ArchivedSnapshots = {
    new: 0,
    changed: 0,
    earlier: 0,
    same: 0,
    current: [],
  }
  for (const conversation of round) {
    const first = firstSeen.get(conversation.conversationId)
    if (first !== undefined) {
      outcome.new++
      revisions.push({ conversation, ...first, revision: 1, earlier: false })
      outcome.current.push(factsOf(conversation, first))
      continue
    }
    const before = known.get(conversation.conversationId) as LockedConversation
    const place = placeSnapshot(before, conversation.contentHash, from.observedAt)
    if (place === 'confirmed') confirmed.push(before.conversationKey)
    if (place === 'same' || place === 'confirmed') {
      outcome.same++
      continue
    }
    const { conversationKey, day } = before
    const earlier = place === 'earlier'
    const revision = { conversation, conversationKey, day, revision: before.lastRevision + 1, earlier }
    revisions.push(revision)
    if (earlier) {
      outcome.earlier++
      continue
    }
    outcome.changed++
    superseding.push(revision)
    outcome.current.push(factsOf(conversation, before))
  }
  await insertRevisions(tx, revisions, from)
  await moveCurrent(tx, superseding, from.observedAt)
  await confirmCurrent(tx, confirmed, from.observedAt)
  return outcome
}

function factsOf(
  conversation: ArrivingConversation,
  at: { conversationKey: number; day: string },
): FactsToStore {
  return {
    conversationKey: at.conversationKey,
    conversationId: conversation.conversationId,
    day: at.day,
    body: conversation.factsBody,
    hash: conversation.factsHash,
    customer: conversation.customer,
    contact: conversation.contact,
  }
}

async function insertNew(tx: PoolClient, round: readonly ArrivingConversation[], observedAt: Instant) {
  const { rows } = await tx.query<{ conversationId: string; conversationKey: number; day: string }>(
    `
    INSERT INTO conversation (conversation_id, day, current_revision, current_hash, observed_at, ended)
    SELECT a.conversation_id, a.day, 1, a.content_hash, $5, a.ended
      FROM unnest($1::text[], $2::date[], $3::bytea[], $4::boolean[]) AS a (conversation_id, day, content_hash, ended)
     WHERE NOT EXISTS (SELECT FROM conversation c WHERE c.conversation_id = a.conversation_id)
     ORDER BY a.conversation_id COLLATE "C"
        ON CONFLICT (conversation_id) DO NOTHING
    RETURNING conversation_id AS "conversationId", conversation_key AS "conversationKey", day`,
    [
      round.map((each) => each.conversationId),
      round.map((each) => each.day),
      round.map((each) => each.contentHash),
      round.map((each) => each.ended),
      formatInstant(observedAt),
    ],
  )
  return new Map(rows.map(({ conversationId, ...at }) => [conversationId, at]))
}

interface LockedConversation {
  conversationId: string
  conversationKey: number
  day: string
  currentHash: Buffer
  observedAt: Instant
  lastRevision: number
  sameContentSeenAt: Instant | null
}

/**
 * Locks first and reads revisions in a second statement: one statement would lock the newest row but still see the
 * revisions as they were before it waited.
 */
async function lockKnown(tx: PoolClient, round: readonly ArrivingConversation[]) {
  if (round.length === 0) return new Map<string, LockedConversation>()
  const ids = round.map((each) => each.conversationId)
  await tx.query(
    `SELECT FROM conversation WHERE conversation_id = ANY ($1::text[]) ORDER BY conversation_id FOR UPDATE`,
    [ids],
  )
  // LATERAL with aggregates is always an index look-up per conversation; a join might read the whole archive.
  const { rows } = await tx.query<LockedConversation>(
    `
    SELECT c.conversation_id AS "conversationId", c.conversation_key AS "conversationKey", c.day,
           c.current_hash AS "currentHash", c.observed_at AS "observedAt",
           s.last_revision AS "lastRevision", s.same_seen_at AS "sameContentSeenAt"
      FROM unnest($1::text[], $2::bytea[]) AS a (conversation_id, content_hash)
      JOIN conversation c USING (conversation_id)
     CROSS JOIN LATERAL (
           SELECT max(revision) AS last_revision,
                  max(observed_at) FILTER (WHERE content_hash = a.content_hash) AS same_seen_at
             FROM snapshot
            WHERE day = c.day AND conversation_key = c.conversation_key) s`,
    [ids, round.map((each) => each.contentHash)],
  )
  return new Map(rows.map((row) => [row.conversationId, row]))
}

/** Bodies travel as one text of lines, which needs no escaping: JSON has no raw line break. */
async function insertRevisions(
  tx: PoolClient,
  revisions: readonly Revision[],
  from: { exportKey: number; observedAt: Instant },
): Promise<void> {
  if (revisions.length === 0) return
  await tx.query(
    `
    INSERT INTO snapshot (day, conversation_key, revision, content_hash, observed_at, export_key, body, earlier)
    SELECT r.day, r.conversation_key, r.revision, r.content_hash, $6, $7, r.body::json, r.earlier
      FROM ROWS FROM (
             unnest($1::date[]), unnest($2::bigint[]), unnest($3::int[]), unnest($4::bytea[]),
             string_to_table($5, E'\\n'), unnest($8::boolean[])
           ) AS r (day, conversation_key, revision, content_hash, body, earlier)`,
    [
      revisions.map((each) => each.day),
      revisions.map((each) => each.conversationKey),
      revisions.map((each) => each.revision),
      revisions.map((each) => each.conversation.contentHash),
      revisions.map((each) => each.conversation.body).join('\n'),
      formatInstant(from.observedAt),
      from.exportKey,
      revisions.map((each) => each.earlier),
    ],
  )
}

async function moveCurrent(
  tx: PoolClient,
  superseding: readonly Revision[],
  observedAt: Instant,
): Promise<void> {
  if (superseding.length === 0) return
  await tx.query(
    `
    UPDATE conversation c
       SET current_revision = r.revision, current_hash = r.content_hash, observed_at = $5, ended = r.ended
      FROM unnest($1::bigint[], $2::int[], $3::bytea[], $4::boolean[]) AS r (conversation_key, revision, content_hash, ended)
     WHERE c.conversation_key = r.conversation_key`,
    [
      superseding.map((each) => each.conversationKey),
      superseding.map((each) => each.revision),
      superseding.map((each) => each.conversation.contentHash),
      superseding.map((each) => each.conversation.ended),
      formatInstant(observedAt),
    ],
  )
}

async function confirmCurrent(tx: PoolClient, keys: readonly number[], observedAt: Instant): Promise<void> {
  if (keys.length === 0) return
  await tx.query('UPDATE conversation SET observed_at = $2 WHERE conversation_key = ANY ($1::bigint[])', [
    keys,
    formatInstant(observedAt),
  ])
}
