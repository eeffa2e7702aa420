import type { Connection } from '../connection'
import { type Dictionaries, directionOf } from '../dictionary'
import type { HashedRow } from './day-output'
import type { ResultRow } from './result-row'

/**
 * Rows as their observations were, in the same order: names instead of keys. Names that this process has not met are looked up in the
 * transaction that found the rows.
 */
export async function namedRows(
  tx: Connection,
  rows: readonly ResultRow[],
  names: Dictionaries,
): Promise<HashedRow[]> {
  await names.meet(tx, {
    agents: rows.map(({ agentKey }) => agentKey),
    queues: rows.map(({ queueKey }) => queueKey),
    mediaTypes: rows.map(({ mediaKey }) => mediaKey),
    zones: rows.map(({ zoneKey }) => zoneKey),
  })
  return rows.map((row) => named(row, names))
}

function named(row: ResultRow, { agents, queues, mediaTypes, zones }: Dictionaries): HashedRow {
  return {
    ordinal: row.ordinal,
    at: row.at,
    agentId: agents.nameOf(row.agentKey) ?? null,
    queueId: queues.nameOf(row.queueKey) ?? null,
    mediaType: (mediaTypes.nameOf(row.mediaKey) ?? null) as HashedRow['mediaType'],
    direction: directionOf(row.direction),
    zone: (zones.nameOf(row.zoneKey) ?? null) as HashedRow['zone'],
    parts: [...row.parts],
  }
}
