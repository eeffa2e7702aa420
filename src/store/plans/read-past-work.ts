import type { Subject } from '../../kpis/subject'
import type { PastWork, VersionsWork } from '../../planning/past-work'
import type { Connection } from '../connection'
import { stoppedAtBudget } from '../runs/stopped-at-budget'
import { readPastExports } from './read-past-exports'
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
    exports: await readPastExports(db, organisation),
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

/** Of the last runs that went through. A night's look-ups are counted with it, and are those of every run that fetches. */
async function readRuns(db: Connection): Promise<Pick<PastWork, 'runs' | 'night' | 'lookUpRequests'>> {
  const { rows } = await db.query<{ runs: PastWork['runs'] | null; lookUps: number | null }>(`
    SELECT (SELECT json_agg(r) FROM (
              SELECT (took ->> 'days')::int AS days, (took ->> 'ms')::float8 AS "elapsedMs",
                     (took ->> 'exportMs')::float8 AS "exportMs", (took ->> 'computeMs')::float8 AS "computeMs"
                FROM run
               WHERE kind = 'backfill' AND state IN ('done', 'partial') AND NOT ${stoppedAtBudget}
                 AND (took ->> 'days')::int > 0
               ORDER BY run_key DESC LIMIT 7) AS r) AS runs,
           (SELECT requests FROM run WHERE requests > 0 AND NOT ${stoppedAtBudget} ORDER BY run_key DESC LIMIT 1) AS "lookUps"`)
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
