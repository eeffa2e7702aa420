import { longestConversationDays } from '../../facts/longest-conversation'
import { formatInstant } from '../../time/instant'
import type { Connection } from '../connection'
import { type CellsToRead, namedCells, type ResultCell } from './read-result-cells'
import { rowsAsKnown } from './rows-as-known'

/**
 * As `readResultCells`, but with spans where they elapsed: each row's spans are cut at quarter hours, as `kpis/clip.ts` cuts
 * observations; what began before the interval or ended after it gives the piece that lies within.
 *
 * @param spans positions of the spans among the parts, from 0
 */
export async function readClippedCells(
  db: Connection,
  wanted: CellsToRead,
  spans: readonly number[],
): Promise<ResultCell[]> {
  const { definitionKey, interval } = wanted
  const { rows } = await db.query<ResultCell>(namedCells(sumsOfPieces(wanted, spans)), [
    definitionKey,
    formatInstant(interval.start),
    formatInstant(interval.end),
  ])
  return rows
}

function sumsOfPieces({ partCount, withAgents, asKnownAt }: CellsToRead, spans: readonly number[]): string {
  const parts = Array.from({ length: partCount }, (_, index) => `coalesce(r.parts[${index + 1}], 0)`)
  const pieces = parts.map((part, index) => {
    const elapsed = `least(r.at, cell.at + interval '15 minutes') - greatest(${began(part)}, cell.at)`
    return spans.includes(index)
      ? `coalesce(sum(greatest(0, extract(epoch FROM ${elapsed}) * 1000)), 0)`
      : `coalesce(sum(${part}) FILTER (WHERE cell.at = r.own), 0)`
  })
  const longest = `greatest(${spans.map((index) => parts[index]).join(', ')})`
  return `
      SELECT cell.at, ${withAgents ? 'r.agent_key' : '0 AS agent_key'}, r.queue_key, r.media_key, r.direction, r.zone_key,
             ARRAY[${pieces.join(', ')}]::bigint[] AS parts,
             count(*) FILTER (WHERE cell.at = r.own AND r.flags & 1 = 0) AS observations,
             count(*) FILTER (WHERE cell.at = r.own AND r.flags & 5 = 4) AS unfinished,
             count(*) FILTER (WHERE cell.at = r.own AND r.flags & 2 <> 0) AS without_zone,
             count(*) FILTER (WHERE cell.at = r.own AND r.flags & 1 <> 0) AS set_aside
        FROM (SELECT *, date_bin('15 minutes', at, 'epoch') AS own FROM ${rowsAsKnown(asKnownAt)} r
               WHERE definition_key = $1 AND at >= $2 AND at < $3::timestamptz + interval '${longestConversationDays} days') r
       CROSS JOIN LATERAL generate_series(
               greatest(date_bin('15 minutes', ${began(longest)}, 'epoch'), $2), least(r.own, $3), interval '15 minutes') AS cell (at)
       WHERE cell.at < $3
       GROUP BY 1, 2, 3, 4, 5, 6`
}

function began(part: string): string {
  return `r.at - ${part} * interval '1 millisecond'`
}
