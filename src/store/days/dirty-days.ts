import { longestConversationDays } from '../../facts/longest-conversation'
import type { Connection } from '../connection'
import { hasMoved } from '../results/behind'
import { isSignedOff } from '../sign-offs/signed-off'

export interface DirtyDaysWanted {
  /** Definitions whose computed days are looked at: dirty where facts or meaning are not those computed from, or time has decided. */
  staleFor: readonly number[]
  /**
   * Definitions that should stand on every day that has facts of their subject and may post onto a date for which they are in force, in
   * whatever zone: dirty where they never did.
   */
  missingFor: readonly number[]
  after: string | null
  limit: number
}

/**
 * Days whose numbers are behind their facts or their definition's meaning, or of which time has decided what was pending, oldest
 * first. A day in quarantine is so only when facts or meaning changed since: else the same failure would come again. What
 * is signed off makes no day dirty.
 */
export async function dirtyDays(
  db: Connection,
  wanted: DirtyDaysWanted,
): Promise<{ days: string[]; more: boolean }> {
  const { rows } = await db.query<{ day: string }>(
    `
    SELECT DISTINCT d.day
      FROM subject_day d
      JOIN kpi_definition k USING (subject)
     CROSS JOIN known_until u
      LEFT JOIN ledger l ON l.definition_key = k.definition_key AND l.day = d.day
      LEFT JOIN version_in_force v ON v.definition_key = k.definition_key
                                  AND (d.day + ${longestConversationDays})::timestamp AT TIME ZONE 'UTC' >= v.effective_from
                                  AND (d.day - 1)::timestamp AT TIME ZONE 'UTC' < v.effective_until
     WHERE ($1::date IS NULL OR d.day > $1)
       AND (l.day IS NULL AND v.definition_key = ANY ($2)
            OR k.definition_key = ANY ($3)
               AND ${hasMoved()})
       AND NOT ${isSignedOff('k.definition_key', 'd.day')}
     ORDER BY d.day
     LIMIT $4 + 1`,
    [wanted.after, wanted.missingFor, wanted.staleFor, wanted.limit],
  )
  return { days: rows.slice(0, wanted.limit).map(({ day }) => day), more: rows.length > wanted.limit }
}
