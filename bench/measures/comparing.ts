import { commonDimensions } from '../../src/cli/diff/common-dimensions'
import { compareStored } from '../../src/cli/diff/compare-stored'
import { findSides } from '../../src/cli/diff/side'
import { inSnapshot } from '../../src/store/in-snapshot'
import { recomputeDay } from '../../src/store/results/recompute-day'
import { addDays, eachDate, utcDayInterval } from '../../src/time/local-date'
import { definitionsOf, openEngine } from '../lab/engine'
import { timed } from '../lab/stopwatch'
import { exportFromSimulator } from '../load/export-from-simulator'
import type { ComparingFigures } from '../report/figures'

/** They differ in what counts and when, so that about every second leg is another one. */
const kpis = ['adjusted-average-handle-time@1', 'adjusted-average-handle-time@2'] as const

const afterLast = '2026-11-01'

/** What a diff of two stored versions takes, over so many days up to the last one, each as busy as the others. */
export async function measureComparing(
  databaseUrl: string,
  { lengths, conversations, repeat }: { lengths: readonly number[]; conversations: number; repeat: number },
  say: (line: string) => void,
): Promise<ComparingFigures[]> {
  const engine = await openEngine(databaseUrl)
  const { store } = engine
  try {
    const longest = Math.max(...lengths)
    const days = [...eachDate(addDays(afterLast, -longest), afterLast)]
    await exportFromSimulator(store, days, conversations / longest)
    const prepared = await definitionsOf(engine, kpis)
    const definitions = async () => prepared
    for (const day of days)
      await recomputeDay(store, { day, definitions, runKey: 1, at: Date.now(), codeVersion: 'bench' })
    await store.pool.query('VACUUM ANALYZE')
    const figures: ComparingFigures[] = []
    for (const length of lengths) {
      const start = utcDayInterval(addDays(afterLast, -length)).start
      const interval = { start, end: utcDayInterval(afterLast).start }
      const sides = await findSides(store.pool, kpis, { a: undefined, b: undefined })
      const by = commonDimensions([sides.a.definition, sides.b.definition])
      const wanted = { interval, by, zone: undefined, foremost: 3 }
      const diff = () => inSnapshot(store, (tx) => compareStored(tx, [{ sides, wanted }], () => undefined))
      const differing = (await diff())[0]?.whole.subjects ?? 0
      const seconds = await timed(repeat, diff)
      say(`  diff of ${length} days, ${differing} conversations differ: ${seconds.toFixed(2)} s`)
      figures.push({ days: length, differing, diffMs: seconds * 1000 })
    }
    return figures
  } finally {
    await engine.close()
  }
}
