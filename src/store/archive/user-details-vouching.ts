import type { PoolClient } from 'pg'
import { formatInstant, type Instant } from '../../time/instant'

/**
 * Up to when a day's user details vouch for an agent whom they need not name: null where no export of them is complete, or where a
 * record that could not be read may be the agent's. A record that does not say whose it is may be anybody's, until a later export of
 * the day comes without it.
 */
export async function readVouching(tx: PoolClient, day: string): Promise<Vouching> {
  const { rows } = await tx.query<Vouched>(
    `
    SELECT covered_until AS "coveredUntil", ${unreadableOf('c')}
      FROM coverage c
     WHERE c.day = $1 AND c.selection_rule = 'user-details'`,
    [day],
  )
  return vouchingOf(rows[0])
}

/** The same by the exports that were complete at a moment; what cannot be read is told as it stands now. */
export async function readVouchingAt(tx: PoolClient, day: string, moment: Instant): Promise<Vouching> {
  const { rows } = await tx.query<Vouched>(
    `
    WITH c AS (
      SELECT $1::date AS day, export_key,
             least(interval_end, data_available_until, ($1::date + 1) AT TIME ZONE 'UTC') AS covered_until
        FROM export
       WHERE selection_rule = 'user-details' AND state = 'complete' AND finished_at <= $2
         AND interval_start <= $1::date AT TIME ZONE 'UTC'
    )
    SELECT covered_until AS "coveredUntil", ${unreadableOf('c')}
      FROM c
     WHERE covered_until > $1::date AT TIME ZONE 'UTC'
     ORDER BY covered_until DESC LIMIT 1`,
    [day, formatInstant(moment)],
  )
  return vouchingOf(rows[0])
}

type Vouching = (agentId: string) => Instant | null

interface Vouched {
  coveredUntil: Instant
  unreadable: (string | null)[]
}

function unreadableOf(coverage: string): string {
  return `ARRAY(SELECT q.agent_id FROM quarantine q
                  WHERE q.kind = 'user-details' AND q.day = ${coverage}.day AND q.state IN ('open', 'discarded')
                    AND (q.agent_id IS NOT NULL OR q.export_key = ${coverage}.export_key)) AS unreadable`
}

function vouchingOf(found: Vouched | undefined): Vouching {
  if (found === undefined || found.unreadable.includes(null)) return () => null
  const unreadable = new Set(found.unreadable)
  return (agentId) => (unreadable.has(agentId) ? null : found.coveredUntil)
}
