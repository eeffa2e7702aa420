import type { PartitionCause, PartitionState } from '../../planning/partition'
import type { Connection } from '../connection'
import { isDecided } from '../results/behind'

/** A version as it would be computed now. */
export interface WantedVersion {
  /** `name@version`. */
  kpi: string
  /** Null where it was never registered here. */
  definitionKey: number | null
  subject: string
  fingerprint: string
  referenceFingerprint: string
  /** Since when nobody computes it, and why, in words; null where it is computed. */
  retired: string | null
}

/** What somebody discarded is left alone until facts or meaning are others than those that could not be computed. */
const isLeftAlone = `l.state = 'discarded' AND l.fingerprint = w.fingerprint AND l.facts_revision = d.facts_revision AND f.day IS NULL`

/** Days in a row on which a version stands alike, for the same cause. */
export interface PartitionRunRow {
  kpi: string
  state: PartitionState
  /** Why it is to be done, or would be if it were not signed off. */
  cause: Exclude<PartitionCause, 'forced'> | null
  /**
   * The fingerprint it was computed under, of meaning or of reference tables; what failed, or who retired or discarded it and why, in
   * words; else null.
   */
  told: string | null
  /** The sign-off it stands by; null where it is not signed off. */
  signOffKey: number | null
  first: string
  last: string
  days: number
  subjects: number
  toReplay: number
  changed: number
}

/**
 * How each version stands on every day from `first` to `last` that has facts of its subject, as runs of days: three years of thirty
 * versions are a few dozen rows. Days to be fetched count as well, whether or not anything is known of them.
 *
 * An older fold is part of the fingerprint. The order of the cases is the order of what can be said: what is not to be done since it is signed
 * off, then what failed.
 */
export async function readPartitionRuns(
  db: Connection,
  wanted: {
    first: string
    last: string
    versions: readonly WantedVersion[]
    /** Days the plan fetches first. */
    toFetch: readonly string[]
    /** Days whose export failed, with the reason of each. */
    failed: readonly { day: string; detail: string }[]
    /** Only these days of the range; absent: all of them. */
    only?: readonly string[] | undefined
  },
): Promise<PartitionRunRow[]> {
  const each = <T>(of: (version: WantedVersion) => T) => wanted.versions.map(of)
  const { rows } = await db.query<PartitionRunRow>(
    `
    WITH wanted AS (
      SELECT * FROM unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $11::text[])
                    AS w (kpi, definition_key, subject, fingerprint, reference_fingerprint, retired)
    ), fetched AS (
      SELECT * FROM unnest($8::date[]) AS f (day)
    ), failed AS (
      SELECT * FROM unnest($9::date[], $10::text[]) AS f (day, detail)
    ), discarded AS (
      SELECT DISTINCT ON (q.day) q.day, by_whom || ': ' || why AS words
        FROM quarantine q
        JOIN quarantine_decision USING (quarantine_key)
       WHERE q.kind = 'day' AND q.reason = 'recompute-failed' AND q.day BETWEEN $1 AND $2 AND action = 'discard'
       ORDER BY q.day, decision_key DESC
    ), known AS (
      SELECT subject, day, subjects, facts_revision FROM subject_day
       WHERE day BETWEEN $1 AND $2 AND ($12::date[] IS NULL OR day = ANY ($12))
    ), days AS (
      SELECT * FROM known
       UNION ALL
      SELECT subject, day, 0, 0
        FROM (SELECT DISTINCT subject FROM wanted) AS s
       CROSS JOIN (SELECT day FROM fetched UNION SELECT day FROM failed) AS unseen
       WHERE NOT EXISTS (SELECT FROM known WHERE known.subject = s.subject AND known.day = unseen.day)
    ), computed AS MATERIALIZED (
      -- Read once and hashed: the planner takes the days for a hundred, and would look each of tens of thousands up by its day.
      SELECT * FROM ledger WHERE definition_key = ANY ($4) AND day BETWEEN $1 AND $2
    ), stands AS (
      SELECT w.kpi, w.subject, d.day, d.subjects, l.facts_revision, coalesce(l.unfinished, 0) AS unfinished,
             s.sign_off_key,
             CASE WHEN s.sign_off_key IS NOT NULL THEN 'signed-off'
                  WHEN w.retired IS NOT NULL THEN 'retired'
                  WHEN ${isLeftAlone} THEN 'discarded'
                  WHEN l.state <> 'computed' THEN 'quarantined'
                  WHEN l.state IS NULL AND x.day IS NOT NULL AND f.day IS NULL THEN 'failed'
                  WHEN l.state IS NULL THEN 'missing'
                  WHEN l.fingerprint <> w.fingerprint OR l.reference_fingerprint <> w.reference_fingerprint THEN 'stale'
                  WHEN l.facts_revision <> d.facts_revision OR ${isDecided} OR f.day IS NOT NULL THEN 'dirty'
                  ELSE 'current'
             END AS state,
             CASE WHEN w.retired IS NOT NULL THEN 'retired'
                  WHEN ${isLeftAlone} THEN 'discarded'
                  WHEN l.state <> 'computed' THEN 'could-not-be-computed'
                  WHEN l.state IS NULL AND f.day IS NOT NULL THEN 'to-be-fetched'
                  WHEN l.state IS NULL AND x.day IS NOT NULL THEN 'export-failed'
                  WHEN l.state IS NULL THEN 'never-computed'
                  WHEN l.fingerprint <> w.fingerprint THEN 'meaning'
                  WHEN l.reference_fingerprint <> w.reference_fingerprint THEN 'reference-tables'
                  WHEN ${isDecided} THEN 'time'
                  WHEN f.day IS NOT NULL THEN 'to-be-fetched'
                  WHEN l.facts_revision <> d.facts_revision THEN 'facts'
             END AS cause,
             l.fingerprint, l.reference_fingerprint, coalesce(l.detail, x.detail) AS detail, discarded.words AS decision,
             w.retired
        FROM wanted w
        JOIN days d USING (subject)
       CROSS JOIN known_until u
        LEFT JOIN fetched f ON f.day = d.day
        LEFT JOIN failed x ON x.day = d.day
        LEFT JOIN discarded ON discarded.day = d.day
        LEFT JOIN computed l ON l.definition_key = w.definition_key AND l.day = d.day
        LEFT JOIN signed_off s ON s.definition_key = w.definition_key AND s.day = d.day
    ), changed AS (
      -- Versions computed side by side share a revision: what changed since is counted once for all of them.
      SELECT subject, day, facts_revision, (SELECT count(*) FROM subject_facts f
                                             WHERE f.subject = s.subject AND f.day = s.day AND f.revision > s.facts_revision) AS subjects
        FROM (SELECT DISTINCT subject, day, facts_revision FROM stands WHERE cause = 'facts') AS s
    ), partitions AS (
      SELECT s.kpi, s.day, s.state, s.cause, s.sign_off_key, s.subjects,
             CASE s.cause WHEN 'retired' THEN s.retired
                          WHEN 'meaning' THEN s.fingerprint
                          WHEN 'reference-tables' THEN s.reference_fingerprint
                          WHEN 'could-not-be-computed' THEN s.detail
                          WHEN 'discarded' THEN s.decision
                          WHEN 'export-failed' THEN s.detail
             END AS told,
             CASE WHEN s.cause IN ('retired', 'discarded') THEN 0 WHEN s.cause = 'facts' THEN c.subjects ELSE s.subjects END AS to_replay,
             CASE s.cause WHEN 'retired' THEN 0
                          WHEN 'facts' THEN c.subjects
                          WHEN 'discarded' THEN 0
                          WHEN 'time' THEN least(s.unfinished, s.subjects)
                          ELSE s.subjects
             END AS changed
        FROM stands s
        LEFT JOIN changed c ON s.cause = 'facts' AND c.subject = s.subject AND c.day = s.day
                           AND c.facts_revision = s.facts_revision
    ), islands AS (
      SELECT *, day - (row_number() OVER (PARTITION BY kpi, state, cause, told, sign_off_key ORDER BY day))::int AS island
        FROM partitions
    )
    SELECT kpi, state, cause, told, sign_off_key AS "signOffKey", min(day) AS first, max(day) AS last, count(*) AS days,
           sum(subjects) AS subjects, sum(to_replay) AS "toReplay", sum(changed) AS changed
      FROM islands
     GROUP BY kpi, state, cause, told, sign_off_key, island
     ORDER BY kpi, first`,
    [
      wanted.first,
      wanted.last,
      each(({ kpi }) => kpi),
      each(({ definitionKey }) => definitionKey),
      each(({ subject }) => subject),
      each(({ fingerprint }) => fingerprint),
      each(({ referenceFingerprint }) => referenceFingerprint),
      wanted.toFetch,
      wanted.failed.map(({ day }) => day),
      wanted.failed.map(({ detail }) => detail),
      each(({ retired }) => retired),
      wanted.only ?? null,
    ],
  )
  return rows
}
