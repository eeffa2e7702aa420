import type { Instant } from '../../time/instant'
import { joinPlaceNames, placeNames } from './place-names'
import { rowsAsKnown } from './rows-as-known'

/**
 * The statement that reads one aggregate of a definition's rows by the place they belong to: quarter hour, queue, medium,
 * direction, zone and, where they are asked for, agent. Parameters: $1 definition, $2 and $3 the interval's bounds.
 */
export function placedCells(of: {
  column: string
  aggregate: string
  withAgents: boolean
  asKnownAt?: Instant | undefined
}): string {
  const { column, aggregate, withAgents, asKnownAt } = of
  return `
    SELECT s.at, ${placeNames}, s.${column}
      FROM (
        SELECT date_bin('15 minutes', r.at, 'epoch') AS at, ${withAgents ? 'r.agent_key' : '0 AS agent_key'},
               r.queue_key, r.media_key, r.direction, r.zone_key, ${aggregate} AS ${column}
          FROM ${rowsAsKnown(asKnownAt)} r
         WHERE r.definition_key = $1 AND r.at >= $2 AND r.at < $3 AND r.flags & 1 = 0
         GROUP BY 1, 2, 3, 4, 5, 6) s${joinPlaceNames}`
}
