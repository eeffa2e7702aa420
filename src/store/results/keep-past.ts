import type { PoolClient } from 'pg'
import { formatInstant, type Instant } from '../../time/instant'
import { resultColumns } from './result-row'

/**
 * Keeps what `row_change` takes away from a day or changes there, of versions that were ever published, with the time for which it was
 * known: somebody may have read it. Candidates have no readers. What was known for no time at all is not kept. Since when a row is
 * known is said as by the view `result_known`; here all rows are of one day, and its computations are read once.
 */
export async function keepPast(
  tx: PoolClient,
  day: string,
  definitionKeys: readonly number[],
  until: Instant,
): Promise<void> {
  await tx.query(
    `
    INSERT INTO result_past (${resultColumns}, known_from, known_until)
    SELECT ${resultColumns}, known_from, $3
      FROM (
        SELECT c.*, greatest(coalesce(k.known_from, u.started_at, '-infinity'),
                             CASE WHEN k.times > 1 THEN
                                  (SELECT max(p.known_until) FROM result_past p
                                    WHERE p.definition_key = c.definition_key AND p.day = $1 AND p.subject_key = c.subject_key
                                      AND p.ordinal = c.ordinal) END) AS known_from
          FROM row_change c
          JOIN (SELECT DISTINCT to_key FROM publication WHERE stands IS NOT NULL) p ON p.to_key = c.definition_key
          LEFT JOIN (SELECT * FROM known_run WHERE day = $1 AND definition_key = ANY ($2::int[])) k
                 ON k.definition_key = c.definition_key AND k.run_key = c.run_key
          LEFT JOIN run u ON u.run_key = c.run_key
         WHERE c.sign < 0) c
     WHERE known_from < $3
     ORDER BY definition_key, subject_key, ordinal
        ON CONFLICT DO NOTHING`,
    [day, definitionKeys, formatInstant(until)],
  )
}
