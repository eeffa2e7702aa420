import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { agentTimeRules } from './agent-time-rules'

/** Up to when the platform had complete conversations by what it last told an export; null when it never said. */
export async function readKnownAvailability(db: Connection, organisation: string): Promise<Instant | null> {
  const { rows } = await db.query<{ until: Instant | null }>(
    `
    SELECT max(data_available_until) AS until FROM export
     WHERE organisation = $1 AND selection_rule <> ALL ($2)`,
    [organisation, Object.values(agentTimeRules)],
  )
  return rows[0]?.until ?? null
}
