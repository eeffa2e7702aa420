import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { sha256 } from '../sha256'

/**
 * A whole day whose export or recompute keeps failing is set apart so that the others go on. One that was discarded is open again: it was
 * tried once more, since something had changed or somebody wanted it. No personal data.
 */
export async function quarantineDay(
  db: Connection,
  entry: { organisation: string; day: string; reason: string; detail: string; source: string; at: Instant },
): Promise<void> {
  await db.query(
    `
    INSERT INTO quarantine (kind, organisation, day, reason, path, detail, source, content_hash, first_seen, last_seen)
    VALUES ('day', $1, $2, $3, '', $4, $5, $6, $7, $7)
        ON CONFLICT (kind, content_hash, reason) DO UPDATE
       SET last_seen = greatest(quarantine.last_seen, excluded.last_seen),
           times = quarantine.times + 1,
           detail = excluded.detail,
           source = excluded.source,
           state = 'open'`,
    [
      entry.organisation,
      entry.day,
      entry.reason,
      entry.detail,
      entry.source,
      sha256(`${entry.organisation}|${entry.day}`),
      formatInstant(entry.at),
    ],
  )
}

/**
 * The day went through after all: its export, its recompute, or (nothing named) both. A recompute frees a day only
 * when no definition is left on it that could not be computed; what was retired since is nobody's to compute.
 */
export async function releaseDay(
  db: Connection,
  organisation: string,
  day: string,
  after: 'export' | 'recompute' | null = null,
): Promise<void> {
  await db.query(
    `
    UPDATE quarantine SET state = 'released'
     WHERE kind = 'day' AND organisation = $1 AND day = $2 AND state IN ('open', 'discarded')
       AND ($3::text IS NULL OR reason = $3)
       AND (reason <> 'recompute-failed'
            OR NOT EXISTS (SELECT FROM ledger l
                             JOIN kpi_definition k USING (definition_key)
                            WHERE l.day = $2 AND l.state IN ('quarantined', 'discarded') AND k.state <> 'retired'))`,
    [organisation, day, after === null ? null : `${after}-failed`],
  )
}
