import type { SealedKind } from '../../kpis/seal-manifest'
import type { Subject } from '../../kpis/subject'

/**
 * What the files of a seal have, by their kind: a heading and the expression it is read by. Names are in place of our keys, which mean
 * something in one database only. NULL is nothing between two commas; an instant is of UTC; parts are `{1,2}`.
 */
const place = {
  queue_id: "nullif(q.queue_id, '')",
  media_type: "nullif(m.media_type, '')",
  direction: "nullif(i.name, '')",
  zone: "nullif(z.zone, '')",
}

const row = {
  day: 'r.day',
  subject_id: 's.subject_id',
  ordinal: 'r.ordinal',
  at: 'r.at',
  agent_id: "nullif(a.agent_id, '')",
  ...place,
  run_key: 'r.run_key',
  flags: 'r.flags',
  parts: 'r.parts',
}

const cell = {
  day: 'r.day',
  interval_start: 'r.interval_start',
  ...place,
  observations: 'r.observations',
  without_zone: 'r.without_zone',
  set_aside: 'r.set_aside',
  unfinished: 'r.unfinished',
  parts: 'r.parts',
}

const ledger = `day, state, fingerprint, reference_fingerprint, facts_revision, rows, observations, without_zone, set_aside,
  unfinished, pending_until, lacking, flaws, output_hash, run_key, computed_at, detail`

const computation = `day, computed_at, run_key, mode, fingerprint, reference_fingerprint, facts_revision, subjects_read, rows, written,
  deleted, elapsed_ms, output_hash, facts_hash, known_until, code_version, seen`

const run = 'run_key, kind, workflow_id, state, started_at, finished_at, code_version, tz_release, receipt'

export const sealedColumns: Readonly<Record<SealedKind, readonly string[]>> = {
  result: Object.keys(row),
  rollup: Object.keys(cell),
  past: [...Object.keys(row), 'known_from', 'known_until'],
  ledger: listed(ledger),
  computation: listed(computation),
  run: listed(run),
}

/** Kinds that have a file a month; the others have one. */
export const monthlyKinds = ['result', 'rollup', 'past'] as const satisfies readonly SealedKind[]

export type MonthlyKind = (typeof monthlyKinds)[number]

/** Of what a query reads its rows; COPY takes no parameters, so these are ours or escaped. */
export interface SealedRows {
  definitionKey: number
  subject: Subject
  /** Half-open, by the day of the rows; null for what has one file. */
  days: { first: string; end: string } | null
}

const dictionaries = `
   JOIN queue q USING (queue_key)
   JOIN media_type m USING (media_key)
   JOIN direction i USING (direction)
   JOIN zone z USING (zone_key)`

/** The query of a file's rows, in the order in which they lie in it. */
export function sealedRowsQuery(kind: SealedKind, { definitionKey, subject, days }: SealedRows): string {
  const within = days === null ? '' : `AND day >= '${days.first}' AND day < '${days.end}'`
  const of = `definition_key = ${definitionKey} ${within}`
  switch (kind) {
    case 'result':
    case 'past': {
      const table = kind === 'result' ? 'result' : 'result_past'
      const known = kind === 'result' ? '' : ', r.known_from, r.known_until'
      return `SELECT ${selected(row)}${known}
                FROM (SELECT * FROM ${table} WHERE ${of}) r
                LEFT JOIN ${subjectTable(subject)} s USING (subject_key)
                JOIN agent a USING (agent_key) ${dictionaries}
               ORDER BY r.day, r.subject_key, r.ordinal${kind === 'result' ? '' : ', r.known_until'}`
    }
    case 'rollup':
      return `SELECT ${selected(cell)}
                FROM (SELECT * FROM rollup WHERE ${of}) r ${dictionaries}
               ORDER BY r.day, r.interval_start, queue_key, media_key, r.direction, zone_key`
    case 'ledger':
      return `SELECT ${ledger} FROM ledger WHERE ${of} ORDER BY day`
    case 'computation':
      return `SELECT ${computation} FROM computation WHERE ${of} ORDER BY day, computed_at, run_key`
    case 'run':
      return `SELECT ${run} FROM run WHERE run_key IN (SELECT run_key FROM computation WHERE ${of}) ORDER BY run_key`
  }
}

/** Where the subjects of rows have their ids: none of them ever goes, as facts may. */
export function subjectTable(subject: Subject): string {
  return subject === 'agent-day'
    ? '(SELECT agent_day_key AS subject_key, agent_id AS subject_id, day AS subject_day FROM agent_day)'
    : '(SELECT conversation_key AS subject_key, conversation_id AS subject_id, NULL::date AS subject_day FROM conversation)'
}

function selected(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([heading, expression]) => `${expression} AS ${heading}`)
    .join(', ')
}

function listed(columns: string): string[] {
  return columns.split(',').map((column) => column.trim())
}
