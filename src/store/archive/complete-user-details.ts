import { completeExportIn, type ExportCompletion } from '../exports/complete-export'
import { inTransaction, type Store } from '../open-store'
import { lockAgentDays, lockAgentTime } from './lock-agent-days'
import { type AgentDayFold, storeAgentDays } from './store-agent-days'

/** Agents at once in memory. */
const batch = 500

/**
 * Every page of a day's user details is in: the export vouches for the day. In the same transaction the day's agents are folded
 * again, for whoever no page told of is now known to have been absent.
 *
 * @returns how many agents' facts changed by it
 */
export async function completeUserDetails(
  store: Store,
  completion: ExportCompletion,
  { day, fold }: { day: string; fold: AgentDayFold },
): Promise<number> {
  return inTransaction(store, async (tx) => {
    await completeExportIn(tx, completion)
    await lockAgentTime(tx, day)
    const agents = await lockAgentDays(tx, day, 'all')
    let changed = 0
    for (let from = 0; from < agents.length; from += batch)
      changed += await storeAgentDays(tx, day, agents.slice(from, from + batch), fold)
    if (changed > 0)
      await tx.query(
        `
        UPDATE export SET touched_days = touched_days || $2::date
         WHERE export_key = $1 AND $2::date <> ALL (touched_days)`,
        [completion.exportKey, day],
      )
    return changed
  })
}
