import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { archive, freshStore, ready, recompute, type TestStore } from './stored'
import { day } from './story'

const DAY = '2026-10-20'

let test: TestStore
let handle: DefinitionToCompute
beforeEach(async () => {
  test = await freshStore()
  handle = await ready(test.store, 'average-handle-time@1')
})
afterEach(() => test.drop())

describe('what was done for a partition', () => {
  it('is noted each time something is done, and not when nothing is', async () => {
    await archive(test.store, day(DAY, 30))
    await recompute(test.store, DAY, [handle])
    await recompute(test.store, DAY, [handle])
    await archive(test.store, day(DAY, 40))
    await recompute(test.store, DAY, [handle])
    expect(await computations()).toEqual([
      { mode: 'fresh', subjects_read: 30, rows: 30, written: 30, deleted: 0, timed: true },
      { mode: 'changed', subjects_read: 10, rows: 40, written: 10, deleted: 0, timed: true },
    ])
  })

  it('ends with what the ledger says', async () => {
    await archive(test.store, day(DAY, 30))
    await recompute(test.store, DAY, [handle])
    const { rows } = await test.store.pool.query(`
      SELECT c.output_hash = l.output_hash AND c.fingerprint = l.fingerprint AND c.computed_at = l.computed_at
             AND c.reference_fingerprint = l.reference_fingerprint AND c.facts_revision = l.facts_revision
             AND c.run_key = l.run_key AS same
        FROM computation c JOIN ledger l USING (definition_key, day)`)
    expect(rows).toEqual([{ same: true }])
  })

  it('is never changed', async () => {
    await archive(test.store, day(DAY, 3))
    await recompute(test.store, DAY, [handle])
    await expect(test.store.pool.query('UPDATE computation SET written = 0')).rejects.toThrow(
      'rows of computation are never changed',
    )
  })
})

async function computations() {
  const { rows } = await test.store.pool.query(`
    SELECT mode, subjects_read, rows, written, deleted, elapsed_ms > 0 AS timed FROM computation ORDER BY facts_revision`)
  return rows
}
