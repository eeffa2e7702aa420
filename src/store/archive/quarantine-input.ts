import type { PoolClient } from 'pg'
import { canonicalJson } from '../../kpis/canonical-json'
import { formatInstant, type Instant } from '../../time/instant'
import { sha256 } from '../sha256'
import type { AgentDaySource } from './agent-day-snapshots'

/** What an entry is about: input of some kind, or a day that could not be computed. */
export type QuarantineKind = 'conversation' | 'line' | AgentDaySource | 'day'

/** Input that does not parse or contradicts itself, with where it came from. No field but `body` may hold personal data. */
export interface InputToQuarantine {
  kind: Exclude<QuarantineKind, 'day'>
  /** Where the record still tells it. */
  conversationId: string | null
  /** Of an agent's day, where the record still tells it. */
  agentId?: string | null
  /** UTC day it belongs to, where that can be told. */
  day: string | null
  /** A reason's stable name, such as `malformed-instant`. */
  reason: string
  /** Where in the record, such as `participants[0].sessions[1].segments[0].segmentStart`. */
  path: string
  detail: string
  /** Export, page and place in it; or file and line. */
  source: string
  /** What was read: the parsed record, or the text of a line that is no JSON. */
  body: unknown
}

/**
 * The same input for the same reason is one entry, however often it comes. One that somebody discarded stays so: what opens the matter
 * again is another record of the conversation, which is an entry of its own.
 */
export async function quarantineInput(
  tx: PoolClient,
  inputs: readonly InputToQuarantine[],
  from: { organisation: string; exportKey: number; observedAt: Instant },
): Promise<void> {
  const entries = new Map<string, { input: InputToQuarantine; body: string; hash: Buffer }>()
  for (const input of inputs) {
    const body = canonicalJson(input.body ?? null)
    const hash = sha256(body)
    entries.set(`${input.kind}|${input.reason}|${hash.toString('hex')}`, { input, body, hash })
  }
  for (const key of [...entries.keys()].sort()) {
    const { input, body, hash } = entries.get(key) as { input: InputToQuarantine; body: string; hash: Buffer }
    await tx.query(
      `
      INSERT INTO quarantine (kind, organisation, day, conversation_id, reason, path, detail, source, export_key, body,
                              content_hash, first_seen, last_seen, agent_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)
          ON CONFLICT (kind, content_hash, reason) DO UPDATE
         SET last_seen = greatest(quarantine.last_seen, excluded.last_seen),
             times = quarantine.times + 1,
             source = excluded.source,
             conversation_id = coalesce(quarantine.conversation_id, excluded.conversation_id),
             export_key = excluded.export_key,
             state = CASE quarantine.state WHEN 'discarded' THEN 'discarded' ELSE 'open' END`,
      [
        input.kind,
        from.organisation,
        input.day,
        input.conversationId,
        input.reason,
        input.path,
        input.detail,
        input.source,
        from.exportKey,
        body,
        hash,
        formatInstant(from.observedAt),
        input.agentId ?? null,
      ],
    )
  }
}

/** A readable snapshot that is as new as the unreadable one, or as the broken line that named it, settles the matter. */
export async function releaseReadable(
  tx: PoolClient,
  conversationIds: readonly string[],
  observedAt: Instant,
): Promise<void> {
  await tx.query(
    `
    UPDATE quarantine SET state = 'released'
     WHERE state IN ('open', 'discarded') AND kind IN ('conversation', 'line')
       AND conversation_id = ANY ($1::text[])
       AND last_seen <= $2`,
    [conversationIds, formatInstant(observedAt)],
  )
}

/** The same for what a source tells of agents' days. */
export async function releaseAgentDays(
  tx: PoolClient,
  source: AgentDaySource,
  day: string,
  agentIds: readonly string[],
  observedAt: Instant,
): Promise<void> {
  await tx.query(
    `
    UPDATE quarantine SET state = 'released'
     WHERE state IN ('open', 'discarded') AND kind = $4 AND day = $1
       AND agent_id = ANY ($2::text[])
       AND last_seen <= $3`,
    [day, agentIds, formatInstant(observedAt), source],
  )
}
