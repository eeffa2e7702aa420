import { compare } from '../lab/stopwatch'
import type { WorkerProcess } from '../lab/worker-process'
import type { Figures } from '../report/figures'
import { kpisOf, type SizeToMeasure, someDays } from '../size-to-measure'
import { changeSome } from './changed-conversations'
import { pretendOlderFold, refold } from './refold'
import { forgetResults } from './rival-tables'

/** So many conversations are folded again, or the nearest whole number of days. */
const wantedRefolds = 20_000

/** A range that was computed before: nothing changed, one conversation in ten or in a hundred changed, the fold changed. */
export async function measureReruns(
  { engine, days, loaded, repeat, say }: SizeToMeasure,
  worker: WorkerProcess,
): Promise<Pick<Figures, 'unchangedRate' | 'changedRate' | 'fewChangedRate' | 'refoldRate'>> {
  const { store } = engine
  const { conversations } = loaded
  const order = { days, kpis: kpisOf('queue and handling') }
  const some = someDays(days, wantedRefolds, conversations)
  let round = 0
  let refolded = 0
  await forgetResults(store.pool)
  await worker.recompute(order)
  await store.pool.query('VACUUM ANALYZE')
  const seconds = await compare(
    {
      unchanged: { title: 're-run, nothing changed', run: () => worker.recompute(order) },
      changed: {
        title: 're-run, one conversation in ten changed',
        prepare: () => changeSome(store, days, { oneIn: 10, round: ++round }),
        run: () => worker.recompute(order),
      },
      fewChanged: {
        title: 're-run, one conversation in a hundred changed',
        prepare: () => changeSome(store, days, { oneIn: 100, round: ++round }),
        run: () => worker.recompute(order),
      },
    },
    { repeat, pool: store.pool, say },
  )
  const { refolding } = await compare(
    {
      refolding: {
        title: 're-folding from raw',
        prepare: () => pretendOlderFold(store, some),
        run: async () => {
          refolded = await refold(store, some)
        },
      },
    },
    { repeat, pool: store.pool, say },
  )
  return {
    unchangedRate: conversations / seconds.unchanged,
    changedRate: conversations / seconds.changed,
    fewChangedRate: conversations / seconds.fewChanged,
    refoldRate: refolded / refolding,
  }
}
