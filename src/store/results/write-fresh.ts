import type { PoolClient } from 'pg'
import { monthTable } from '../ensure-month'
import { CopyLines } from './copy-lines'
import type { DefinitionPass } from './replay-pass'
import { rollupColumns } from './rollup-cells'

/** The roll-ups of definitions that never had rows on this day, as they were added up on the way. */
export async function writeFreshRollups(
  writer: PoolClient,
  day: string,
  definitions: readonly DefinitionPass[],
): Promise<void> {
  const copy = new CopyLines(writer, monthTable('rollup', day), rollupColumns)
  try {
    for (const { toCompute, cells } of definitions) {
      for (const _ of cells.writeLines(copy.text, `${toCompute.definitionKey}\t${day}\t`)) {
        const wait = copy.lineWritten()
        if (wait !== undefined) await wait
      }
    }
    await copy.end()
  } catch (error) {
    await copy.abandon()
    throw error
  }
}
