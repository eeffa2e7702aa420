import type { Place } from '../../kpis/place'
import { formatInstant } from '../../time/instant'
import type { Connection } from '../connection'
import { placedCells } from './placed-cells'
import type { CellsToRead } from './read-result-cells'

/** The largest value of a part in one place of the results. */
export interface MaximumCell extends Place {
  maximum: number
}

/**
 * The largest value of one part in an interval, by place. From the rows: a roll-up holds the sum of the values, which says
 * nothing of the largest. Largest values of any places make the largest of all of them.
 *
 * @param part position among the parts, from 0
 */
export async function readMaxima(db: Connection, wanted: CellsToRead, part: number): Promise<MaximumCell[]> {
  const { rows } = await db.query<MaximumCell>(
    placedCells({ ...wanted, column: 'maximum', aggregate: 'max(r.parts[$4])' }),
    [
      wanted.definitionKey,
      formatInstant(wanted.interval.start),
      formatInstant(wanted.interval.end),
      part + 1,
    ],
  )
  return rows
}
