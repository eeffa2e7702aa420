import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'
import type { QuarantineKind } from './quarantine-input'

/** An open entry with what is needed to read it once more. */
export interface QuarantinedEntry {
  quarantineKey: number
  kind: QuarantineKind
  organisation: string
  day: string | null
  reason: string
  source: string
  lastSeen: Instant
  /** The record as it came; of a line its place and reason only, of a day nothing. Personal data. */
  body: unknown
}

/** Open entries by their keys, or all that are conversations or lines; oldest first. */
export async function readQuarantinedInput(
  db: Connection,
  keys: readonly number[] | 'all',
): Promise<QuarantinedEntry[]> {
  const { rows } = await db.query<QuarantinedEntry>(
    `
    SELECT quarantine_key AS "quarantineKey", kind, organisation, day, reason, source, last_seen AS "lastSeen", body
      FROM quarantine
     WHERE state = 'open'
       AND CASE WHEN $1::bigint[] IS NULL THEN kind IN ('conversation', 'line') ELSE quarantine_key = ANY ($1) END
     ORDER BY quarantine_key`,
    [keys === 'all' ? null : keys],
  )
  return rows
}

/** The entry's matter is settled. */
export async function releaseEntry(db: Connection, quarantineKey: number): Promise<void> {
  await db.query(`UPDATE quarantine SET state = 'released' WHERE quarantine_key = $1`, [quarantineKey])
}
