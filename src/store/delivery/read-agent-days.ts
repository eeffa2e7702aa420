import { formatInstant, type Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'
import { partSums } from '../results/part-sums'

/** Sums of one agent's observations of one definition, in one 15-minute UTC interval. */
export interface StoredAgentInterval {
  agentId: string | null
  intervalStart: Instant
  kpi: string
  version: number
  parts: number[]
  observations: number
}

export interface DefinitionToRead {
  definitionKey: number
  name: string
  version: number
  /** Only their number matters. */
  parts: readonly string[]
}

/**
 * What `delivery` places on local days. The database does not do it: its own release of the time-zone rules may differ
 * from ours, and a row's zone is its definition's, which need not be the agent's. Read from rows, since roll-ups leave agents
 * out; observations set aside are no part of it.
 */
export async function readAgentDays(
  db: Connection,
  definitions: readonly DefinitionToRead[],
  interval: Interval,
): Promise<StoredAgentInterval[]> {
  const answer: StoredAgentInterval[] = []
  for (const { definitionKey, name, version, parts } of definitions) {
    const { rows } = await db.query<Omit<StoredAgentInterval, 'kpi' | 'version'>>(
      `
      SELECT nullif(a.agent_id, '') AS "agentId", s.interval_start AS "intervalStart", s.parts, s.observations
        FROM (SELECT r.agent_key, date_bin('15 minutes', r.at, 'epoch') AS interval_start,
                     ${partSums('r.parts', parts.length)} AS parts, count(*) AS observations
                FROM result r
               WHERE r.definition_key = $1 AND r.at >= $2 AND r.at < $3
                 AND r.flags & 1 = 0
               GROUP BY 1, 2) s
        JOIN agent a USING (agent_key)
       ORDER BY s.interval_start, a.agent_id`,
      [definitionKey, formatInstant(interval.start), formatInstant(interval.end)],
    )
    for (const row of rows) answer.push({ ...row, kpi: name, version })
  }
  return answer
}
