import type { PoolClient } from 'pg'
import { AgentDayReader } from '../../facts/compact-agent-day'
import type { FactsWanted, StoredSubject, SubjectSource } from './source'

interface StoredAgentDay extends StoredSubject {
  /** Compact facts, see `facts/compact-agent-day.ts`. */
  body: Buffer
}

/** Agents at once in memory; a day of each is a few hundred bytes. */
const pageSize = 2_000

export function agentDays(): SubjectSource<'agent-day', StoredAgentDay> {
  const stored = new AgentDayReader()
  return { chunks: readAgentDays, factsOf: ({ body }) => stored.read(body) }
}

/** In order of key, page by page; the reader's snapshot makes the pages one. */
async function* readAgentDays(
  reader: PoolClient,
  { day, changedAfter, keys }: FactsWanted,
): AsyncGenerator<StoredAgentDay[]> {
  for (let after = 0; ; ) {
    const { rows } = await reader.query<StoredAgentDay>(
      `
      SELECT agent_day_key AS key, revision, body
        FROM agent_day_facts
       WHERE day = $1 AND revision > $2 AND agent_day_key > $3
         AND ($5::bigint[] IS NULL OR agent_day_key = ANY ($5))
       ORDER BY agent_day_key
       LIMIT $4`,
      [day, changedAfter ?? -1, after, pageSize, keys ?? null],
    )
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.key
  }
}
