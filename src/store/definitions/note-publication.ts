import type { PoolClient } from 'pg'
import type { Period } from '../../kpis/publication'
import type { DayRange } from '../../time/day-span'
import { formatInstant, type Instant } from '../../time/instant'
import { type LocalDate, utcDayInterval } from '../../time/local-date'
import type { ByWhom } from '../by-whom'
import { refuseMoveOfSignedOff } from '../sign-offs/refuse-move'
import { readPeriods } from './read-periods'

export type PublicationAction = 'first' | 'promote' | 'rollback' | 'retire' | 'seal' | 'drop' | 'restore'

/** Who moved what, when and why. */
export interface PublicationEntry extends ByWhom {
  name: string
  action: PublicationAction
  /** Versions; null where there is none on that side. */
  from: number | null
  to: number | null
  /** The date of observation it holds from; null: for all dates. */
  since: LocalDate | null
  /** UTC days that are served or concerned; null where nobody said. */
  range: DayRange | null
  at: Instant
  /** What the decision was based on. */
  evidence: object
  /** The KPI's periods from now on; null where the entry moves none. */
  stands: readonly Period[] | null
}

/**
 * Writes an entry into the account and, where it moves the pointer, the periods and the states of the KPI's versions, all in the
 * transaction of whoever calls: readers see all of what stood or all of what stands.
 *
 * @throws UsageError `publish.signed-off` where it would take a signed-off version off one of its days
 */
export async function notePublication(tx: PoolClient, entry: PublicationEntry): Promise<void> {
  if (entry.stands !== null) {
    const before = (await readPeriods(tx, entry.name)).get(entry.name) ?? []
    await refuseMoveOfSignedOff(tx, entry.name, before, entry.stands, entry.action)
  }
  await tx.query(
    `
    INSERT INTO publication (name, action, from_key, to_key, effective_from, first_day, last_day, at, by_whom, why, evidence, stands)
    SELECT $1, $2, (SELECT definition_key FROM kpi_definition WHERE name = $1 AND version = $3),
           (SELECT definition_key FROM kpi_definition WHERE name = $1 AND version = $4), $5, $6, $7, $8, $9, $10, $11,
           (SELECT jsonb_agg(jsonb_build_object('effective_from', s.since, 'definition_key', d.definition_key) ORDER BY s.since)
              FROM unnest($12::timestamptz[], $13::int[]) AS s (since, version)
              JOIN kpi_definition d ON d.name = $1 AND d.version = s.version)`,
    [
      entry.name,
      entry.action,
      entry.from,
      entry.to,
      entry.stands === null ? null : startOf(entry.since),
      entry.range?.first ?? null,
      entry.range?.last ?? null,
      formatInstant(entry.at),
      entry.by,
      entry.why,
      JSON.stringify(entry.evidence),
      entry.stands?.map(({ since }) => startOf(since)) ?? null,
      entry.stands?.map(({ version }) => version) ?? null,
    ],
  )
  if (entry.stands !== null) await movePointer(tx, entry, entry.stands)
}

async function movePointer(
  tx: PoolClient,
  { name, at, by }: PublicationEntry,
  stands: readonly Period[],
): Promise<void> {
  const starts = stands.map(({ since }) => startOf(since))
  const versions = stands.map(({ version }) => version)
  await tx.query(
    'DELETE FROM kpi_publication WHERE name = $1 AND NOT effective_from = ANY ($2::timestamptz[])',
    [name, starts],
  )
  await tx.query(
    `
    INSERT INTO kpi_publication (name, definition_key, since, by_whom, effective_from)
    SELECT d.name, d.definition_key, $4, $5, s.since
      FROM unnest($2::timestamptz[], $3::int[]) AS s (since, version)
      JOIN kpi_definition d ON d.name = $1 AND d.version = s.version
        ON CONFLICT (name, effective_from) DO UPDATE
       SET definition_key = excluded.definition_key, since = excluded.since, by_whom = excluded.by_whom
     WHERE kpi_publication.definition_key <> excluded.definition_key`,
    [name, starts, versions, formatInstant(at), by],
  )
  await tx.query(
    `
    UPDATE kpi_definition
       SET state = CASE WHEN version = ANY ($2::int[]) THEN 'active' ELSE 'deprecated' END
     WHERE name = $1 AND (version = ANY ($2::int[])) <> (state = 'active')`,
    [name, versions],
  )
}

function startOf(since: LocalDate | null): string {
  return since === null ? '-infinity' : formatInstant(utcDayInterval(since).start)
}
