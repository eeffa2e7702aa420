import type { LocalDate } from '../../time/local-date'
import type { Connection } from '../connection'
import { agentTimeRules } from './agent-time-rules'
import { type CoverageRow, readCoverage } from './read-coverage'

export interface FetchedDay extends CoverageRow {
  /** Its conversations are all there, and agents' time, which was begun, is not: so it is not `complete`. */
  lacksAgentTime: boolean
}

/**
 * The days from `first` to `last` (both included) that deliberate pulls brought home, at least in part. Where agents' time is wanted, a day is
 * complete once it has that too. It is asked for after the conversations, so whatever ends a pull between the two leaves the day without.
 */
export async function readFetchedDays(
  db: Connection,
  { agentTime, ...range }: { organisation: string; first: LocalDate; last: LocalDate; agentTime: boolean },
): Promise<FetchedDay[]> {
  const coverage = await readCoverage(db, { ...range, selectionRule: 'job-activity' })
  const unfinished = new Set(agentTime ? await readUnfinishedAgentTime(db, range) : [])
  return coverage.map((row) => {
    const lacksAgentTime = row.complete && unfinished.has(row.day)
    return { ...row, complete: row.complete && !lacksAgentTime, lacksAgentTime }
  })
}

/**
 * Days of which agents' time was begun and never ended. A day whose first pull was before anybody wanted it has none, and lacks nothing
 * ([decision 43]); nor does one of which the platform said that we may not see it, which fails before there is a job.
 */
async function readUnfinishedAgentTime(
  db: Connection,
  range: { organisation: string; first: LocalDate; last: LocalDate },
): Promise<LocalDate[]> {
  const { rows } = await db.query<{ day: LocalDate }>(
    `
    WITH latest AS (
      SELECT DISTINCT ON (selection_rule, interval_start)
             selection_rule, (interval_start AT TIME ZONE 'UTC')::date AS day, state, job_id
        FROM export
       WHERE organisation = $1 AND selection_rule = ANY ($4)
       ORDER BY selection_rule, interval_start, export_key DESC)
    SELECT DISTINCT l.day
      FROM latest l
     WHERE l.day BETWEEN $2 AND $3
       AND (l.state IN ('submitted', 'paging', 'expired') OR l.state = 'failed' AND l.job_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM coverage c
                        WHERE c.organisation = $1 AND c.selection_rule = l.selection_rule AND c.day = l.day AND c.complete)`,
    [range.organisation, range.first, range.last, Object.values(agentTimeRules)],
  )
  return rows.map(({ day }) => day)
}
