import { contactReachDays } from '../../facts/contact'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'
import { dayBound, instantBound, type ResultsUnderRules } from './results-under-rules'

/** Which results of contacts are asked for. */
export interface ContactsUnderRules {
  definitionKey: number
  /** They stand as they were computed under this release. */
  release: string
  /** The queues in whose zone the windows end. */
  queueIds: readonly string[]
  /** Local days of a window. */
  windowDays: number
  /** Whether the end of its own window decides a contact; it always decides those that come after. */
  awaitsEnd: boolean
  interval: Interval
}

/**
 * Results of contacts of which the rules of an interval say when they were, or when their window ends; and of those
 * of the same customer that came where a window of these may end: they were a repeat by one clock and are none by another, so there
 * need not be a row of them. A window of local days ends between one day before and two days after as many days of 24 hours.
 */
export async function contactsUnderRules(
  db: Connection,
  of: ContactsUnderRules,
): Promise<ResultsUnderRules[]> {
  const { rows } = await db.query<ResultsUnderRules>(
    `
    WITH in_zone AS MATERIALIZED (
      SELECT conversation_key, day, customer_key, started_at,
             to_timestamp((body->>'servedUntil')::float8 / 1000) AS served_until
        FROM contact
       WHERE body->>'queueId' = ANY ($3::text[])
         AND day BETWEEN $4::date AND $6::date
    ), ending AS (
      SELECT *, served_until + interval '1 day' * ($7::int - 1) AS ends_after,
                served_until + interval '1 day' * ($7::int + 2) AS ends_before
        FROM in_zone
       WHERE customer_key IS NOT NULL AND served_until + interval '1 day' * ($7::int + 2) > $5::timestamptz
    ), moved AS (
      SELECT day, conversation_key, bool_or(may_be_absent) AS may_be_absent
        FROM (
          SELECT day, conversation_key, false AS may_be_absent FROM in_zone WHERE started_at >= $5::timestamptz
           UNION ALL
          SELECT day, conversation_key, false FROM ending WHERE $8
           UNION ALL
          SELECT n.day, n.conversation_key, true
            FROM ending c
            JOIN contact n
              ON n.customer_key = c.customer_key AND n.started_at > c.started_at
             AND n.started_at BETWEEN c.ends_after AND c.ends_before
        ) AS each
       GROUP BY day, conversation_key
    )
    SELECT d.name AS kpi, d.version, min(m.day) AS first, max(m.day) AS last, count(s.subject_key) AS observations
      FROM moved m
      JOIN ledger l ON l.definition_key = $1 AND l.day = m.day
      JOIN run r ON r.run_key = l.run_key AND r.tz_release = $2
      JOIN kpi_definition d ON d.definition_key = l.definition_key
      LEFT JOIN result s
        ON s.definition_key = l.definition_key AND s.day = m.day AND s.subject_key = m.conversation_key
     WHERE m.may_be_absent OR s.subject_key IS NOT NULL
     GROUP BY d.name, d.version`,
    [
      of.definitionKey,
      of.release,
      of.queueIds,
      dayBound(of.interval.start - contactReachDays * 86_400_000),
      instantBound(of.interval.start),
      dayBound(of.interval.end),
      of.windowDays,
      of.awaitsEnd,
    ],
  )
  return rows
}
