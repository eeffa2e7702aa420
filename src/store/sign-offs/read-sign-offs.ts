import type { Instant } from '../../time/instant'
import type { LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'

/** An entry of the account, as it was made, and what still stands of it. */
export interface SignOffRecord {
  signOffKey: number
  action: 'sign-off' | 'reopen'
  /** The UTC days asked for, both included. */
  first: LocalDate
  last: LocalDate
  at: Instant
  by: string
  why: string
  evidence: object
  versions: SignedVersion[]
  /** Days of versions that it protects today; of what was reopened 0. */
  stands: number
}

export interface SignedVersion {
  /** `name@version`. */
  kpi: string
  first: LocalDate
  last: LocalDate
  partitions: number
  /** Over the output hashes of its partitions as they stood. */
  outputHash: string
}

/** Who signed off and reopened what, when and why, in the order in which it was done; all of it, or the entries named. */
export async function readSignOffs(
  db: Connection,
  { keys }: { keys?: readonly number[] } = {},
): Promise<SignOffRecord[]> {
  const { rows } = await db.query<SignOffRecord>(
    `
    SELECT o.sign_off_key AS "signOffKey", o.action, o.first_day AS first, o.last_day AS last, o.at, o.by_whom AS by, o.why,
           o.evidence, v.versions, (SELECT count(*) FROM signed_off s WHERE s.sign_off_key = o.sign_off_key)::int AS stands
      FROM sign_off o
     CROSS JOIN LATERAL (
           SELECT json_agg(json_build_object('kpi', k.name || '@' || k.version, 'first', v.first_day, 'last', v.last_day,
                                             'partitions', v.partitions, 'outputHash', v.output_hash)
                           ORDER BY k.name, k.version, v.first_day) AS versions
             FROM sign_off_version v
             JOIN kpi_definition k USING (definition_key)
            WHERE v.sign_off_key = o.sign_off_key) v
     WHERE $1::int[] IS NULL OR o.sign_off_key = ANY ($1)
     ORDER BY o.sign_off_key`,
    [keys ?? null],
  )
  return rows
}
