import type { PoolClient } from 'pg'
import type { Instant } from '../../time/instant'

/**
 * Up to when a day's user details vouch for an agent whom they need not name: null where no export of them is complete, or where a
 * record that could not be read may be the agent's. A record that does not say whose it is may be anybody's, until a later export of
 * the day comes without it.
 */
export async function readVouching(
  tx: PoolClient,
  day: string,
): Promise<(agentId: string) => Instant | null> {
  const { rows } = await tx.query<{ coveredUntil: Instant; unreadable: (string | null)[] }>(
    `
    SELECT covered_until AS "coveredUntil",
           ARRAY(SELECT q.agent_id FROM quarantine q
                  WHERE q.kind = 'user-details' AND q.day = c.day AND q.state = 'open'
                    AND (q.agent_id IS NOT NULL OR q.export_key = c.export_key)) AS unreadable
      FROM coverage c
     WHERE c.day = $1 AND c.selection_rule = 'user-details'`,
    [day],
  )
  const [found] = rows
  if (found === undefined || found.unreadable.includes(null)) return () => null
  const unreadable = new Set(found.unreadable)
  return (agentId) => (unreadable.has(agentId) ? null : found.coveredUntil)
}
