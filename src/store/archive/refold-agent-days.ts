import { inTransaction, type Store } from '../open-store'
import { lockAgentTime } from './lock-agent-days'
import { type AgentDayFold, type LockedAgentDay, storeAgentDays } from './store-agent-days'

/** Agents at once; each transaction folds and stores as many. */
const batch = 500

/**
 * Folds again, from the archive, the agents' days of a day whose facts another fold made. Batches commit one by one:
 * interrupted, the next call goes on with what is left.
 *
 * @returns how many were read
 */
export async function refoldAgentDays(store: Store, day: string, fold: AgentDayFold): Promise<number> {
  for (let read = 0; ; ) {
    const found = await inTransaction(store, async (tx) => {
      await lockAgentTime(tx, day)
      const { rows } = await tx.query<LockedAgentDay>(
        `
        SELECT d.agent_day_key AS "agentDayKey", d.agent_id AS "agentId"
          FROM agent_day d
          JOIN agent_day_facts f USING (agent_day_key)
         WHERE d.day = $1 AND f.fold <> $2
         ORDER BY d.agent_id LIMIT $3
           FOR UPDATE OF d`,
        [day, fold.fingerprint, batch],
      )
      await storeAgentDays(tx, day, rows, fold)
      return rows.length
    })
    if (found === 0) return read
    read += found
  }
}
