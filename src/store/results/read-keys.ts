import type { Place } from '../../kpis/place'
import { formatInstant } from '../../time/instant'
import type { Connection } from '../connection'
import { placedCells } from './placed-cells'
import type { CellsToRead } from './read-result-cells'

/** Which conversations or agents were observed in one place of the results, each once. */
export interface KeysCell extends Place {
  keys: number[]
}

/**
 * The keys of what was observed in an interval, by place. The keys and not their number: who occurs in two places is one, and
 * only whoever puts places together can see that.
 */
export async function readKeys(
  db: Connection,
  wanted: CellsToRead,
  of: 'conversation' | 'agent',
): Promise<KeysCell[]> {
  const { rows } = await db.query<KeysCell>(
    placedCells({ ...wanted, column: 'keys', aggregate: aggregates[of] }),
    [wanted.definitionKey, formatInstant(wanted.interval.start), formatInstant(wanted.interval.end)],
  )
  return rows
}

/** Agent 0 is none. */
const aggregates = {
  conversation: 'array_agg(DISTINCT r.subject_key)',
  agent: `coalesce(array_agg(DISTINCT r.agent_key) FILTER (WHERE r.agent_key <> 0), '{}')`,
}
