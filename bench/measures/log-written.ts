import { walOf } from '../lab/wal'
import type { WorkerProcess } from '../lab/worker-process'
import type { Figures } from '../report/figures'
import { kpisOf, type SizeToMeasure } from '../size-to-measure'
import { changeSome } from './changed-conversations'
import { forgetResults } from './rival-tables'

/**
 * The write-ahead log of a replay, of a re-run when nothing changed, and of one when a tenth of the conversations did. One checkpoint
 * before all three: none of them pays for pages that are logged whole because they are touched for the first time after one.
 */
export async function measureLogWritten(
  { engine: { store }, days }: SizeToMeasure,
  worker: WorkerProcess,
): Promise<Pick<Figures, 'walReplayKb' | 'walUnchangedKb' | 'walChangedKb'>> {
  const { pool } = store
  const replay = () => worker.recompute({ days, kpis: kpisOf('queue and handling') })
  await forgetResults(pool)
  await pool.query('CHECKPOINT')
  const walReplayKb = await walOf(pool, replay)
  const walUnchangedKb = await walOf(pool, replay)
  await changeSome(store, days, { oneIn: 10, round: 0 })
  return { walReplayKb, walUnchangedKb, walChangedKb: await walOf(pool, replay) }
}
