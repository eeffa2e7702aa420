import type { PoolClient } from 'pg'
import { dayNumber } from '../../time/local-date'
import { monthTable } from '../ensure-month'
import { CopyRows } from './copy-rows'
import type { DefinitionPass } from './replay-pass'
import { rollupColumns } from './rollup-cells'

/** The roll-ups of definitions that never had rows on this day, as they were added up on the way. */
export async function writeFreshRollups(
  writer: PoolClient,
  day: string,
  definitions: readonly DefinitionPass[],
): Promise<void> {
  await copyCells(writer, monthTable('rollup', day), day, definitions)
}

async function copyCells(
  writer: PoolClient,
  table: string,
  day: string,
  definitions: readonly DefinitionPass[],
): Promise<void> {
  const copy = new CopyRows(writer, table, rollupColumns)
  try {
    for (const { toCompute, cells } of definitions) {
      const { definitionKey } = toCompute
      for (const _ of cells.writeRows(copy.rows, { definitionKey, dayNumber: dayNumber(day) })) {
        const wait = copy.rowWritten()
        if (wait !== undefined) await wait
      }
    }
    await copy.end()
  } catch (error) {
    await copy.abandon()
    throw error
  }
}

/**
 * Makes the roll-ups of a definition and day be exactly those that a pass over all of the day added up. A recompute that was
 * forced ends with it: whatever happened to the cells, they are the sums of the rows again. Those that are right are not touched.
 */
export async function mendRollups(writer: PoolClient, day: string, pass: DefinitionPass): Promise<void> {
  await writer.query('CREATE TEMP TABLE staged_rollup (LIKE rollup) ON COMMIT DROP')
  await copyCells(writer, 'staged_rollup', day, [pass])
  await writer.query(
    `
    DELETE FROM rollup u
     WHERE definition_key = $1 AND day = $2
       AND NOT EXISTS (SELECT FROM staged_rollup s WHERE s = u)`,
    [pass.toCompute.definitionKey, day],
  )
  await writer.query(
    'INSERT INTO rollup SELECT * FROM staged_rollup ON CONFLICT DO NOTHING; DROP TABLE staged_rollup',
  )
}
