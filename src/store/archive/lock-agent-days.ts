import type { PoolClient } from 'pg'
import type { LockedAgentDay } from './store-agent-days'

/**
 * Locks the agents' time of a day until commit. Whether an agent was absent is told by the day's export and not by a record of
 * theirs: a schedule that comes while the export is being completed would see nothing of it, and the export nothing of the schedule.
 * Taken before any agent's day is locked.
 */
export async function lockAgentTime(tx: PoolClient, day: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.agent-time'), hashtext($1))`, [day])
}

/** Agents' days that are there, locked in order of agent: all of a day, or those named. */
export async function lockAgentDays(
  tx: PoolClient,
  day: string,
  agentIds: readonly string[] | 'all',
): Promise<LockedAgentDay[]> {
  const { rows } = await tx.query<LockedAgentDay>(
    `
    SELECT agent_day_key AS "agentDayKey", agent_id AS "agentId"
      FROM agent_day WHERE day = $1 AND ($2::text[] IS NULL OR agent_id = ANY ($2))
     ORDER BY agent_id FOR UPDATE`,
    [day, agentIds === 'all' ? null : agentIds],
  )
  return rows
}
