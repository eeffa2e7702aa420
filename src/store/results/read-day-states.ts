import type { MissingLookUps } from '../../kpis/look-up'
import type { Connection } from '../connection'
import { isSignedOff } from '../sign-offs/signed-off'
import { hasMoved } from './behind'
import type { LedgerState } from './ledger'
import type { RowCounts } from './row-counts'

/** How a definition stands on a day. `missing`: never computed. `stale`: facts changed since, or time has decided what was pending. */
export type DayState = LedgerState | 'missing' | 'stale'

export interface DayStateRow {
  day: string
  definitionKey: number
  state: DayState
  /** Somebody vouched for what stands: it is `computed`, whatever came since. */
  signedOff: boolean
  conversations: number
  observations: number
  withoutZone: number
  /** Look-ups besides the zone that failed, and of how many observations. */
  lacking: MissingLookUps
  flaws: RowCounts['flaws']
  detail: string | null
}

/**
 * The state of every day that has facts of its subject, for each definition: gaps and stale days are whatever is not `computed`.
 * A day computed under another meaning than the definition's registered one is stale; `fingerprints` (in the order of
 * `definitionKeys`) puts other meanings in their place.
 */
export async function readDayStates(
  db: Connection,
  range: { first: string; last: string; definitionKeys: readonly number[]; fingerprints?: readonly string[] },
): Promise<DayStateRow[]> {
  const { rows } = await db.query<DayStateRow>(
    `
    SELECT d.day, w.definition_key AS "definitionKey", d.subjects AS conversations,
           CASE WHEN s.signed_off THEN 'computed'
                WHEN l.state IS NULL THEN 'missing'
                WHEN l.state <> 'computed' THEN l.state
                WHEN ${hasMoved('coalesce(w.fingerprint, k.fingerprint)')} THEN 'stale'
                ELSE 'computed'
           END AS state,
           s.signed_off AS "signedOff",
           coalesce(l.observations, 0) AS observations, coalesce(l.without_zone, 0) AS "withoutZone",
           coalesce(l.lacking, '{}') AS lacking, coalesce(l.flaws, '{}') AS flaws, l.detail
      FROM unnest($3::int[], $4::text[]) AS w (definition_key, fingerprint)
      JOIN kpi_definition k ON k.definition_key = w.definition_key
      JOIN subject_day d ON d.subject = k.subject
     CROSS JOIN known_until u
      LEFT JOIN ledger l ON l.day = d.day AND l.definition_key = w.definition_key
     CROSS JOIN LATERAL (SELECT ${isSignedOff('w.definition_key', 'd.day')} AS signed_off) s
     WHERE d.day BETWEEN $1 AND $2
     ORDER BY d.day, w.definition_key`,
    [
      range.first,
      range.last,
      range.definitionKeys,
      range.fingerprints ?? range.definitionKeys.map(() => null),
    ],
  )
  return rows
}
