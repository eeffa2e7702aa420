import type { CommonParts } from '../../comparison/common-parts'
import type { PlacedObservation } from '../../kpis/replay'
import { formatInstant, type Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'
import { setAsideFlag, unfinishedFlag } from '../results/result-row'
import { accountRows } from './account-rows'

/** A subject of which two accounts have something else, with all that each of them has of it. */
export interface StoredDifference {
  subjectKey: number
  a: PlacedObservation[]
  b: PlacedObservation[]
}

/** Whose rows are compared: as they stand, or as they were known at a moment. */
export interface RowsOfAccount {
  definitionKey: number
  asKnownAt: Instant | undefined
}

/**
 * The subjects of one day of which two definitions' rows differ in what is compared. The database finds them: rows are matched by subject
 * and ordinal, which the primary key makes unique, and only those of subjects that differ are sent.
 */
export async function readDifferingSubjects(
  db: Connection,
  wanted: {
    day: string
    a: RowsOfAccount
    b: RowsOfAccount
    common: CommonParts
    interval: Interval
  },
): Promise<StoredDifference[]> {
  const { day, a, b, interval } = wanted
  const { rows } = await db.query<StoredRow>(statement(wanted), [
    a.definitionKey,
    b.definitionKey,
    day,
    formatInstant(interval.start),
    formatInstant(interval.end),
  ])
  const subjects = new Map<number, StoredDifference>()
  for (const row of rows) {
    const known = subjects.get(row.subjectKey) ?? { subjectKey: row.subjectKey, a: [], b: [] }
    subjects.set(row.subjectKey, known)
    known[row.side].push(observationOf(row))
  }
  return [...subjects.values()]
}

interface StoredRow {
  side: 'a' | 'b'
  subjectKey: number
  ordinal: number
  at: Instant
  agentId: string | null
  queueId: string | null
  mediaType: string | null
  direction: PlacedObservation['direction']
  zone: string | null
  flags: number
  parts: number[]
}

function observationOf({ side: _, subjectKey, flags, parts, ...placed }: StoredRow): PlacedObservation {
  return {
    ...placed,
    subjectId: String(subjectKey),
    parts: (flags & setAsideFlag) === 0 ? parts : null,
    unfinished: (flags & unfinishedFlag) !== 0,
    pendingUntil: null,
    quality: 0,
  }
}

function statement({ a, b, common }: { a: RowsOfAccount; b: RowsOfAccount; common: CommonParts }): string {
  const place = ['at', 'agent_key', 'queue_key', 'media_key', 'direction', 'zone_key']
  const differs = [...place, 'compared'].map((column) => `a.${column} IS DISTINCT FROM b.${column}`)
  return `
    WITH a AS MATERIALIZED (${accountRows('$1', '$3', a.asKnownAt)}),
         b AS MATERIALIZED (${accountRows('$2', '$3', b.asKnownAt)}),
         differing AS (
           SELECT DISTINCT subject_key
             FROM (${counted('a', common)}) a
             FULL JOIN (${counted('b', common)}) b USING (subject_key, ordinal)
            WHERE ${differs.join(' OR ')}
         ),
         told AS (
           SELECT 'a' AS side, a.* FROM a JOIN differing USING (subject_key)
            UNION ALL
           SELECT 'b', b.* FROM b JOIN differing USING (subject_key)
         )
    SELECT t.side, t.subject_key AS "subjectKey", t.ordinal, t.at, nullif(g.agent_id, '') AS "agentId",
           nullif(q.queue_id, '') AS "queueId", nullif(m.media_type, '') AS "mediaType", nullif(i.name, '') AS direction,
           nullif(z.zone, '') AS zone, t.flags, t.parts
      FROM told t
      JOIN agent g USING (agent_key)
      JOIN queue q USING (queue_key)
      JOIN media_type m USING (media_key)
      JOIN direction i USING (direction)
      JOIN zone z USING (zone_key)
     ORDER BY t.subject_key, t.side, t.ordinal`
}

/** The rows that count: inside the interval, not set aside, and, where a value is made of sums, with anything to add. */
function counted(side: 'a' | 'b', { positions, formulas }: CommonParts): string {
  const parts = positions[side].map((position) => (position === null ? '0' : `parts[${position + 1}]`))
  const adds = parts.filter((part) => part !== '0').map((part) => `${part} <> 0`)
  return `
    SELECT *, ARRAY[${parts.join(', ')}]::bigint[] AS compared
      FROM ${side}
     WHERE at >= $4 AND at < $5 AND flags & ${setAsideFlag} = 0
       ${formulas[side] === null || adds.length === 0 ? '' : `AND (${adds.join(' OR ')})`}`
}
