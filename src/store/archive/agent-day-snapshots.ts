import type { PoolClient } from 'pg'
import { formatInstant, type Instant } from '../../time/instant'
import { type KnownContent, placeSnapshot } from './place-snapshot'

/** What is told of an agent's day comes from two sources, which are asked for apart and change apart. */
export type AgentDaySource = 'user-details' | 'schedule'

/** One source's record of one agent's day, in the form in which it is stored. */
export interface ArrivingRecord {
  agentDayKey: number
  body: string
  contentHash: Buffer
}

/** How a source stands, with the record that is current. */
export interface CurrentRecord {
  agentDayKey: number
  source: AgentDaySource
  body: unknown
  exportKey: number
}

/** The current records of both sources, of the days whose keys are given. The caller has locked the days. */
export async function readCurrentRecords(tx: PoolClient, keys: readonly number[]): Promise<CurrentRecord[]> {
  const { rows } = await tx.query<CurrentRecord>(
    `
    SELECT agent_day_key AS "agentDayKey", source, s.body, s.export_key AS "exportKey"
      FROM agent_day_source c
      JOIN agent_day_snapshot s USING (agent_day_key, source)
     WHERE agent_day_key = ANY ($1::bigint[]) AND s.revision = c.current_revision`,
    [keys],
  )
  return rows
}

/**
 * Archives records of one source, each day at most once. Append-only: the latest observed is current, the same content adds
 * nothing, and what moves is the source's pointer.
 *
 * @returns the keys of the days whose current record is now another
 */
export async function archiveRecords(
  tx: PoolClient,
  source: AgentDaySource,
  records: readonly ArrivingRecord[],
  from: { exportKey: number; observedAt: Instant },
): Promise<Set<number>> {
  const known = await readKnown(tx, source, records)
  const revisions: Revision[] = []
  const current: Revision[] = []
  const confirmed: number[] = []
  for (const record of records) {
    const before = known.get(record.agentDayKey)
    // What an export told on an earlier page it completes on a later one, whatever else was ever seen.
    const completes = before?.exportKey === from.exportKey && !before.currentHash.equals(record.contentHash)
    const place =
      before === undefined || completes
        ? 'current'
        : placeSnapshot(before, record.contentHash, from.observedAt)
    if (place === 'confirmed') confirmed.push(record.agentDayKey)
    if (place === 'same' || place === 'confirmed') continue
    const revision = {
      ...record,
      revision: (before?.lastRevision ?? 0) + 1,
      earlier: place === 'earlier',
    }
    revisions.push(revision)
    if (place === 'current') current.push(revision)
  }
  await insertRevisions(tx, source, revisions, from)
  await moveCurrent(tx, source, current, from.observedAt)
  await tx.query(
    'UPDATE agent_day_source SET observed_at = $3 WHERE source = $1 AND agent_day_key = ANY ($2::bigint[])',
    [source, confirmed, formatInstant(from.observedAt)],
  )
  return new Set(current.map(({ agentDayKey }) => agentDayKey))
}

/** A record to add to the archive; an earlier one is older than what is current, and never was. */
type Revision = ArrivingRecord & { revision: number; earlier: boolean }

interface KnownSource extends KnownContent {
  agentDayKey: number
  exportKey: number
  lastRevision: number
}

async function readKnown(
  tx: PoolClient,
  source: AgentDaySource,
  records: readonly ArrivingRecord[],
): Promise<Map<number, KnownSource>> {
  const { rows } = await tx.query<KnownSource>(
    `
    SELECT c.agent_day_key AS "agentDayKey", c.current_hash AS "currentHash", c.observed_at AS "observedAt",
           s.export_key AS "exportKey", s.last_revision AS "lastRevision", s.same_seen_at AS "sameContentSeenAt"
      FROM unnest($2::bigint[], $3::bytea[]) AS a (agent_day_key, content_hash)
      JOIN agent_day_source c ON c.agent_day_key = a.agent_day_key AND c.source = $1
     CROSS JOIN LATERAL (
           SELECT max(revision) AS last_revision,
                  max(observed_at) FILTER (WHERE content_hash = a.content_hash) AS same_seen_at,
                  max(export_key) FILTER (WHERE revision = c.current_revision) AS export_key
             FROM agent_day_snapshot
            WHERE agent_day_key = c.agent_day_key AND source = $1) s`,
    [source, records.map(({ agentDayKey }) => agentDayKey), records.map(({ contentHash }) => contentHash)],
  )
  return new Map(rows.map((row) => [row.agentDayKey, row]))
}

async function insertRevisions(
  tx: PoolClient,
  source: AgentDaySource,
  revisions: readonly Revision[],
  from: { exportKey: number; observedAt: Instant },
): Promise<void> {
  await tx.query(
    `
    INSERT INTO agent_day_snapshot (agent_day_key, source, revision, content_hash, observed_at, export_key, body, earlier)
    SELECT r.agent_day_key, $1, r.revision, r.content_hash, $6, $7, r.body::json, r.earlier
      FROM unnest($2::bigint[], $3::int[], $4::bytea[], $5::text[], $8::boolean[])
           AS r (agent_day_key, revision, content_hash, body, earlier)`,
    [
      source,
      revisions.map((each) => each.agentDayKey),
      revisions.map((each) => each.revision),
      revisions.map((each) => each.contentHash),
      revisions.map((each) => each.body),
      formatInstant(from.observedAt),
      from.exportKey,
      revisions.map((each) => each.earlier),
    ],
  )
}

async function moveCurrent(
  tx: PoolClient,
  source: AgentDaySource,
  current: readonly Revision[],
  observedAt: Instant,
): Promise<void> {
  await tx.query(
    `
    INSERT INTO agent_day_source (agent_day_key, source, current_revision, current_hash, observed_at)
    SELECT r.agent_day_key, $1, r.revision, r.content_hash, $5
      FROM unnest($2::bigint[], $3::int[], $4::bytea[]) AS r (agent_day_key, revision, content_hash)
     ORDER BY r.agent_day_key
        ON CONFLICT (agent_day_key, source) DO UPDATE
       SET current_revision = excluded.current_revision,
           current_hash = excluded.current_hash,
           observed_at = excluded.observed_at`,
    [
      source,
      current.map((each) => each.agentDayKey),
      current.map((each) => each.revision),
      current.map((each) => each.contentHash),
      formatInstant(observedAt),
    ],
  )
}
