import type { PastWork } from '../../planning/past-work'
import type { Connection } from '../connection'

/** What the first export of a day brought and took, agents' time included. */
interface ExportedDay {
  day: string
  weekday: number
  conversations: number
  changed: number
  /** Conversations that the last export of the day brought. */
  last: number
  /** Requests that were no pages. */
  besides: number | null
  ms: number
  /** Requests for agents' time; null where it was not brought. */
  agentTime: number | null
}

/** Of the last 400 days that were completely exported: what the first export of each brought, and how many conversations the last. */
export async function readPastExports(db: Connection, organisation: string): Promise<PastWork['exports']> {
  const { rows } = await db.query<ExportedDay>(
    `
    SELECT DISTINCT ON (day) day, extract(isodow FROM day)::int AS weekday, conversations, changed,
           last_value(conversations) OVER (PARTITION BY day ORDER BY export_key
                                           ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last,
           e.requests - pages AS besides,
           extract(epoch FROM finished_at - started_at + coalesce(agents.took, '0'))::float8 * 1000 AS ms,
           agents.requests AS "agentTime"
      FROM export e
     CROSS JOIN LATERAL (SELECT (e.interval_start AT TIME ZONE 'UTC')::date AS day,
                                substr(e.request_key, length('job-activity/') + 1) AS asked) AS of
     CROSS JOIN LATERAL (SELECT sum(a.requests) AS requests, sum(a.finished_at - a.started_at) AS took
                           FROM export a
                          WHERE a.organisation = e.organisation AND a.finished_at IS NOT NULL
                            AND a.request_key IN ('user-details/' || asked, 'schedules/' || asked)) AS agents
     WHERE e.organisation = $1 AND e.selection_rule = 'job-activity' AND e.state = 'complete'
     ORDER BY day DESC, export_key
     LIMIT 400`,
    [organisation],
  )
  const recent = rows.slice(0, 56)
  const weekdays = [...new Set(recent.map(({ weekday }) => weekday))].sort()
  const meanOf = (days: readonly ExportedDay[], of: (day: ExportedDay) => number | null) =>
    mean(days.map(of).filter((value) => value !== null))
  return {
    sizes: weekdays.map((weekday) => {
      const same = recent.filter((each) => each.weekday === weekday)
      return {
        weekday,
        conversations: meanOf(same, ({ conversations }) => conversations) ?? 0,
        changed: meanOf(same, ({ changed }) => changed) ?? 0,
      }
    }),
    lastOf: new Map(rows.map(({ day, last }) => [day, last])),
    changedShare: await readChangedShare(db, organisation),
    requestsBesidesPages: meanOf(recent, ({ besides }) => besides),
    agentTimeRequests: meanOf(recent, ({ agentTime }) => agentTime),
    bringsAgentTime: rows[0]?.agentTime != null,
    ms: meanOf(recent, ({ ms }) => ms),
  }
}

/** Of what exports of days brought that were exported before, the share that was other than before. */
async function readChangedShare(db: Connection, organisation: string): Promise<number | null> {
  const { rows } = await db.query<{ share: number | null }>(
    `
    SELECT sum(changed)::float8 / nullif(sum(conversations), 0) AS share
      FROM (SELECT changed, conversations, row_number() OVER (PARTITION BY interval_start ORDER BY export_key) AS nth
              FROM export
             WHERE organisation = $1 AND selection_rule = 'job-activity' AND state = 'complete') AS e
     WHERE nth > 1`,
    [organisation],
  )
  return rows[0]?.share ?? null
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
