/** `npm run bench`: how fast the engine is, as ratios to other ways of doing the same. */
import { writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { eachDate } from '../src/time/local-date'
import { type BenchServer, startBenchServer } from './lab/bench-database'
import { type Engine, openEngine } from './lab/engine'
import { exportFromSimulator } from './load/export-from-simulator'
import { multiply } from './load/multiply'
import { measureSize } from './measure-size'
import { measureComparing } from './measures/comparing'
import { measureCosts } from './measures/cost-of-definitions'
import { measureNight } from './measures/night-beside-backfill'
import { measurePlanning } from './measures/planning'
import { measureZoneLookUps } from './measures/zone-look-up'
import { type BenchOptions, readOptions } from './options'
import { barsOf, growthOf } from './report/bars'
import type { BenchReport, ComparingFigures, Cost, Figures, PlanningFigures } from './report/figures'
import { growthText, nightText, reportText } from './report/text'

/** Ten days of one month, weekends among them, before the clocks change. */
const days = [...eachDate('2026-10-05', '2026-10-15')]

const say = (line: string) => void process.stderr.write(`${line}\n`)

async function bench(server: BenchServer, options: BenchOptions): Promise<BenchReport> {
  const start = performance.now()
  const loadBefore = loadavg()[0] ?? 0
  const sizes: Figures[] = []
  const engines: Engine[] = []
  let costs: Cost[] | undefined
  try {
    for (const wanted of options.sizes) {
      const databaseUrl = await server.createDatabase(`bench_${wanted}`)
      const engine = await openEngine(databaseUrl)
      engines.push(engine)
      say(`${wanted} conversations: loading`)
      const base = engines[0] as Engine
      const loaded =
        base === engine
          ? await exportFromSimulator(engine.store, days, wanted / days.length)
          : await multiply(base.store, engine.store, days, wanted)
      await engine.store.pool.query('VACUUM ANALYZE')
      say(`${loaded.conversations} conversations: measuring`)
      const { repeat, profileFolder } = options
      const { folder } = server
      const size = { engine, databaseUrl, folder, days, loaded, repeat, profileFolder, say }
      sizes.push(await measureSize(size))
      costs ??= await measureCosts(size)
    }
  } finally {
    for (const engine of engines) await engine.close()
  }
  const zones = measureZoneLookUps(1_000_000, options.repeat)
  return {
    made: {
      node: process.versions.node,
      postgres: server.version,
      processors: availableParallelism(),
      loadBefore,
      seconds: (performance.now() - start) / 1000,
    },
    sizes,
    zones,
    planning: await planning(server, options),
    comparing: await comparing(server, options),
    costs: costs ?? [],
    growth: growthOf(sizes),
    bars: barsOf(sizes, zones),
  }
}

async function planning(server: BenchServer, { repeat }: BenchOptions): Promise<PlanningFigures[]> {
  say('planning')
  return measurePlanning(await server.createDatabase('bench_planning'), repeat, say)
}

async function comparing(server: BenchServer, options: BenchOptions): Promise<ComparingFigures[]> {
  say('comparing')
  const [conversations = 0] = options.sizes
  const { lengthsOfDiff: lengths, repeat } = options
  return measureComparing(
    await server.createDatabase('bench_comparing'),
    { lengths, conversations, repeat },
    say,
  )
}

/** From then on everything fails, and nobody wants to hear of it. */
let interrupted = false

async function main(): Promise<void> {
  const options = readOptions(process.argv)
  let server: BenchServer | undefined
  const end = (signal: NodeJS.Signals) => {
    interrupted = true
    say(`Interrupted by ${signal}: stopping the database and removing its folder.`)
    void Promise.resolve(server?.stop()).finally(() => process.exit(130))
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  try {
    server = await startBenchServer(say)
    if (options.onlyGrowth) {
      const growth = {
        planning: await planning(server, options),
        comparing: await comparing(server, options),
      }
      process.stdout.write(
        options.output === 'json' ? `${JSON.stringify(growth, null, 2)}\n` : growthText(growth),
      )
      return
    }
    if (options.onlyNight) {
      const figures = await measureNight(server, options.repeat, say)
      process.stdout.write(
        options.output === 'json' ? `${JSON.stringify(figures, null, 2)}\n` : nightText(figures),
      )
      return
    }
    const report = await bench(server, options)
    const json = `${JSON.stringify(report, null, 2)}\n`
    if (options.jsonFile !== null) writeFileSync(options.jsonFile, json)
    process.stdout.write(options.output === 'json' ? json : reportText(report))
  } finally {
    await server?.stop()
  }
}

main().catch((error: Error) => {
  if (interrupted) return
  say(`The benchmark failed: ${error.stack ?? error.message}`)
  process.exitCode = 2
})
