import type { Subject } from '../../kpis/subject'
import type { PastWork, VersionsWork } from '../../planning/past-work'
import type { Connection } from '../connection'
import { readSizesOnDisk } from './read-sizes-on-disk'

/**
 * What this database has seen, for estimates: a few statements over small tables.
 *
 * @param delivered names of the KPIs that sinks are sent
 */
export async function readPastWork(
  db: Connection,
  { organisation, delivered }: { organisation: string; delivered: readonly string[] },
): Promise<PastWork> {
  return {
    versions: await readVersions(db),
    daySizes: await readDaySizes(db),
    ...(await readExports(db, organisation)),
    ...(await readRuns(db)),
    ...(await readSizesOnDisk(db)),
    itemsPerDay: await readItems(db, delivered),
  }
}

async function readVersions(db: Connection): Promise<Map<string, VersionsWork>> {
  const { rows } = await db.query<VersionsWork & { kpi: string }>(`
    SELECT k.name || '@' || k.version AS kpi, sum(c.subjects_read) AS subjects, sum(c.rows) AS rows,
           sum(c.elapsed_ms)::float8 AS ms,
           coalesce(sum(c.rows) FILTER (WHERE mode = 'full'), 0) AS stood,
           coalesce(sum(c.written) FILTER (WHERE mode = 'full'), 0) AS written
      FROM computation c
      JOIN kpi_definition k USING (definition_key)
     WHERE c.mode IN ('fresh', 'full')
     GROUP BY k.name, k.version
    HAVING sum(c.subjects_read) > 0
     ORDER BY k.name, k.version`)
  return new Map(rows.map(({ kpi, ...work }) => [kpi, work]))
}

/** Of the eight weeks up to the newest day that was completely exported; without exports, of all days but the newest. */
async function readDaySizes(db: Connection): Promise<PastWork['daySizes']> {
  const { rows } = await db.query<{ subject: Subject; weekday: number; subjects: number }>(`
    WITH whole AS (
      SELECT day FROM coverage WHERE selection_rule = 'job-activity' AND complete
    ), days AS (
      SELECT subject, day, subjects
        FROM subject_day
       WHERE day IN (SELECT day FROM whole)
          OR NOT EXISTS (SELECT FROM whole)
    )
    SELECT subject, extract(isodow FROM day)::int AS weekday, avg(subjects)::float8 AS subjects
      FROM days
     WHERE day > (SELECT max(day) FROM days) - 56
     GROUP BY subject, weekday
     ORDER BY subject, weekday`)
  return rows
}

interface ExportedDay {
  day: string
  weekday: number
  conversations: number
  changed: number
  last: number
  besides: number | null
  ms: number
  agentTime: number | null
}

/** Of the last 400 days that were completely exported: what the first export of each brought, and how many conversations the last. */
async function readExports(db: Connection, organisation: string): Promise<Pick<PastWork, 'exports'>> {
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
    exports: {
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
    },
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

/** Of the last runs that went through. A night's look-ups are counted with it, and are those of every run that fetches. */
async function readRuns(db: Connection): Promise<Pick<PastWork, 'runs' | 'night' | 'lookUpRequests'>> {
  const { rows } = await db.query<{ runs: PastWork['runs'] | null; lookUps: number | null }>(`
    SELECT (SELECT json_agg(r) FROM (
              SELECT (took ->> 'days')::int AS days, (took ->> 'ms')::float8 AS "elapsedMs",
                     (took ->> 'exportMs')::float8 AS "exportMs", (took ->> 'computeMs')::float8 AS "computeMs"
                FROM run
               WHERE kind = 'backfill' AND state IN ('done', 'partial') AND (took ->> 'days')::int > 0
               ORDER BY run_key DESC LIMIT 7) AS r) AS runs,
           (SELECT requests FROM run WHERE requests > 0 ORDER BY run_key DESC LIMIT 1) AS "lookUps"`)
  const nights = await db.query<{ requests: number | null; ms: number | null }>(`
    SELECT avg((took ->> 'requests')::float8)::int AS requests, avg((took ->> 'ms')::float8)::float8 AS ms
      FROM (SELECT took FROM run WHERE kind = 'nightly' AND state IN ('done', 'partial') AND took IS NOT NULL
             ORDER BY run_key DESC LIMIT 7) AS last`)
  return {
    runs: rows[0]?.runs ?? [],
    lookUpRequests: rows[0]?.lookUps ?? null,
    night: nights.rows[0] ?? { requests: null, ms: null },
  }
}

/** By what was delivered of each KPI; of one never delivered, by the agents of a day that was computed last. */
async function readItems(db: Connection, delivered: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ kpi: string; items: number }>(
    `
    WITH delivered AS (
      SELECT kpi, avg(items)::float8 AS items
        FROM (SELECT kpi, date, count(*) AS items FROM delivered_value GROUP BY kpi, date) AS d
       GROUP BY kpi
    ), newest AS (
      SELECT DISTINCT ON (k.name) k.name AS kpi, l.definition_key, l.day
        FROM ledger l
        JOIN kpi_definition k USING (definition_key)
       WHERE l.rows > 0 AND k.name = ANY ($1) AND k.name NOT IN (SELECT kpi FROM delivered)
       ORDER BY k.name, l.rows DESC
    )
    SELECT kpi, items FROM delivered
     UNION ALL
    SELECT n.kpi, (SELECT count(DISTINCT r.agent_key) FROM result r
                    WHERE r.definition_key = n.definition_key AND r.day = n.day) AS items
      FROM newest n`,
    [delivered],
  )
  return new Map(rows.map(({ kpi, items }) => [kpi, Number(items)]))
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
