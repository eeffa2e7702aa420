import type { Place } from '../../kpis/place'
import { formatInstant, type Instant } from '../../time/instant'
import type { Interval } from '../../time/interval'
import type { Connection } from '../connection'
import { partSums } from './part-sums'
import { joinPlaceNames, placeNames } from './place-names'
import { rowsAsKnown } from './rows-as-known'

/** Observations that agree in where they belong, added up: `kpis` folds them further (`startSumming().addSum`). */
export interface ResultCell extends Place {
  parts: number[]
  observations: number
  /** Observations of what is not over. */
  unfinished: number
  withoutZone: number
  setAside: number
}

export interface CellsToRead {
  definitionKey: number
  partCount: number
  interval: Interval
  /** Roll-ups have no agents: asking for them reads the rows themselves, which takes longer. */
  withAgents: boolean
  /** The rows as they were known at a moment; without it as they stand. Roll-ups have no past: the rows are read. */
  asKnownAt?: Instant | undefined
}

/** The sums of one definition's observations in an interval; both of its ends on quarter hours. */
export async function readResultCells(db: Connection, wanted: CellsToRead): Promise<ResultCell[]> {
  const ofRows = wanted.withAgents || wanted.asKnownAt !== undefined
  const sums = ofRows ? sumsOfRows(wanted) : sumsOfRollups(wanted.partCount)
  const { rows } = await db.query<ResultCell>(namedCells(sums), [
    wanted.definitionKey,
    formatInstant(wanted.interval.start),
    formatInstant(wanted.interval.end),
  ])
  return rows
}

/** Sums by keys, with the names of what the keys stand for, in an order of their own. */
export function namedCells(sums: string): string {
  return `
    SELECT s.at, ${placeNames},
           s.parts, s.observations, s.unfinished, s.without_zone AS "withoutZone", s.set_aside AS "setAside"
      FROM (${sums}) s${joinPlaceNames}
     ORDER BY s.at, q.queue_id, m.media_type, i.name, z.zone, a.agent_id`
}

function sumsOfRollups(partCount: number): string {
  return `
      SELECT interval_start AS at, 0 AS agent_key, queue_key, media_key, direction, zone_key,
             ${partSums('parts', partCount)} AS parts, sum(observations)::bigint AS observations,
             sum(unfinished)::bigint AS unfinished, sum(without_zone)::bigint AS without_zone, sum(set_aside)::bigint AS set_aside
        FROM rollup
       WHERE definition_key = $1 AND interval_start >= $2 AND interval_start < $3
       GROUP BY interval_start, queue_key, media_key, direction, zone_key`
}

function sumsOfRows({ partCount, withAgents, asKnownAt }: CellsToRead): string {
  return `
      SELECT date_bin('15 minutes', r.at, 'epoch') AS at, ${withAgents ? 'agent_key' : '0 AS agent_key'}, queue_key, media_key, direction, zone_key,
             ${partSums('parts', partCount)} AS parts, count(*) FILTER (WHERE flags & 1 = 0) AS observations,
             count(*) FILTER (WHERE flags & 5 = 4) AS unfinished, count(*) FILTER (WHERE flags & 2 <> 0) AS without_zone, count(*) FILTER (WHERE flags & 1 <> 0) AS set_aside
        FROM ${rowsAsKnown(asKnownAt)} r
       WHERE definition_key = $1 AND r.at >= $2 AND r.at < $3
       GROUP BY 1, 2, queue_key, media_key, direction, zone_key`
}
