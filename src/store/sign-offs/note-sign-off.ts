import type { PoolClient } from 'pg'
import type { DayRange } from '../../time/day-span'
import { formatInstant, type Instant } from '../../time/instant'
import type { ByWhom } from '../by-whom'
import { periodsGiven, periodsParameters, type VersionPeriod } from './period'

export interface SignOffEntry extends ByWhom {
  action: 'sign-off' | 'reopen'
  /** The days asked for. */
  range: DayRange
  periods: readonly VersionPeriod[]
  at: Instant
  /** What was known of the days when it was done. */
  evidence: object
}

/**
 * Writes an entry into the account, with what stands of each version: how many partitions, and a hash over their output
 * hashes in order of days, as a run's receipt has it. Whoever holds the numbers later can show that they are the ones that were signed.
 */
export async function noteSignOff(tx: PoolClient, entry: SignOffEntry): Promise<number> {
  const { rows } = await tx.query<{ signOffKey: number }>(
    `
    INSERT INTO sign_off (action, first_day, last_day, at, by_whom, why, evidence)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING sign_off_key AS "signOffKey"`,
    [
      entry.action,
      entry.range.first,
      entry.range.last,
      formatInstant(entry.at),
      entry.by,
      entry.why,
      JSON.stringify(entry.evidence),
    ],
  )
  const { signOffKey } = rows[0] as { signOffKey: number }
  await tx.query(
    `
    INSERT INTO sign_off_version (sign_off_key, definition_key, first_day, last_day, partitions, output_hash)
    SELECT $4, p.definition_key, p.first, p.last, s.partitions, encode(sha256(convert_to(s.told, 'UTF8')), 'hex')
      FROM ${periodsGiven}
      JOIN kpi_definition k USING (definition_key)
     CROSS JOIN LATERAL (
           SELECT count(*) AS partitions,
                  coalesce(string_agg(format(E'%s@%s|%s|%s\\n', k.name, k.version, l.day, l.output_hash), '' ORDER BY l.day), '') AS told
             FROM ledger l
            WHERE l.definition_key = p.definition_key AND l.day BETWEEN p.first AND p.last) s
     ORDER BY p.definition_key, p.first`,
    [...periodsParameters(entry.periods), signOffKey],
  )
  return signOffKey
}
