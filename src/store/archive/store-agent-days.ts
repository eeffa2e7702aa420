import type { PoolClient } from 'pg'
import type { AgentDay } from '../../facts/agent-day'
import { encodeAgentDay } from '../../facts/compact-agent-day'
import type { Instant } from '../../time/instant'
import { sha256 } from '../sha256'
import { DayChanges, raiseRevisions } from '../subjects/raise-revisions'
import { type AgentDaySource, readCurrentRecords } from './agent-day-snapshots'
import { readVouching } from './user-details-vouching'

/** Which agent's day it is, and what each source tells of it; null: nothing so far. */
export interface AgentDayRecords {
  agentId: string
  day: string
  userDetails: unknown
  schedule: unknown
  /** Up to here the day's user details vouch for the agent, also where they do not name them; null: they do not. */
  coveredUntil: Instant | null
}

/** Folds the archived records of an agent's day; they parsed when they were archived, so it is an error of ours if they do not. */
export interface AgentDayFold {
  fingerprint: string
  fold(records: AgentDayRecords): AgentDay
}

export interface LockedAgentDay {
  agentDayKey: number
  agentId: string
}

/**
 * Folds the current records of these agents' days and stores their facts; the caller has locked the agents' time of the day, and
 * them. Facts that are as they were make nothing stale; others raise the revision of the day.
 *
 * @returns how many changed
 */
export async function storeAgentDays(
  tx: PoolClient,
  day: string,
  agents: readonly LockedAgentDay[],
  { fingerprint, fold }: AgentDayFold,
): Promise<number> {
  if (agents.length === 0) return 0
  const keys = agents.map(({ agentDayKey }) => agentDayKey)
  const records = await readCurrentRecords(tx, keys)
  const recordOf = (key: number, source: AgentDaySource) =>
    records.find((record) => record.agentDayKey === key && record.source === source)?.body ?? null
  const coveredUntil = await readVouching(tx, day)
  const known = await readKnown(tx, keys)
  const changed: Facts[] = []
  const refolded: number[] = []
  const changes = new DayChanges()
  for (const { agentDayKey, agentId } of agents) {
    const body = encodeAgentDay(
      fold({
        agentId,
        day,
        userDetails: recordOf(agentDayKey, 'user-details'),
        schedule: recordOf(agentDayKey, 'schedule'),
        coveredUntil: coveredUntil(agentId),
      }),
    )
    const hash = sha256(body)
    const before = known.get(agentDayKey)
    if (before?.hash.equals(hash) !== true) {
      changed.push({ agentDayKey, agentId, body, hash })
      changes.of(day).replaced(before?.hash, hash)
    } else if (before.fold !== fingerprint) refolded.push(agentDayKey)
  }
  await tx.query('UPDATE agent_day_facts SET fold = $2 WHERE agent_day_key = ANY ($1::bigint[])', [
    refolded,
    fingerprint,
  ])
  if (changed.length === 0) return 0
  const revisions = await raiseRevisions(tx, 'agent-day', [day], changes)
  await upsertFacts(tx, day, changed, fingerprint, revisions.get(day) as number)
  return changed.length
}

interface Facts extends LockedAgentDay {
  body: Buffer
  hash: Buffer
}

async function readKnown(tx: PoolClient, keys: readonly number[]) {
  const { rows } = await tx.query<{ agentDayKey: number; hash: Buffer; fold: string }>(
    'SELECT agent_day_key AS "agentDayKey", hash, fold FROM agent_day_facts WHERE agent_day_key = ANY ($1::bigint[])',
    [keys],
  )
  return new Map(rows.map((row) => [row.agentDayKey, row]))
}

async function upsertFacts(
  tx: PoolClient,
  day: string,
  changed: readonly Facts[],
  fold: string,
  revision: number,
): Promise<void> {
  await tx.query(
    `
    INSERT INTO agent_day_facts (agent_day_key, day, agent_id, revision, fold, hash, body)
    SELECT f.agent_day_key, $1, f.agent_id, $2, $3, f.hash, f.body
      FROM unnest($4::bigint[], $5::text[], $6::bytea[], $7::bytea[]) AS f (agent_day_key, agent_id, hash, body)
        ON CONFLICT (agent_day_key) DO UPDATE
       SET revision = excluded.revision, fold = excluded.fold, hash = excluded.hash, body = excluded.body`,
    [
      day,
      revision,
      fold,
      changed.map((each) => each.agentDayKey),
      changed.map((each) => each.agentId),
      changed.map((each) => each.hash),
      changed.map((each) => each.body),
    ],
  )
}
