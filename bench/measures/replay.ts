import { join } from 'node:path'
import type { Group } from '../groups'
import { definitionsOf } from '../lab/engine'
import { compare, median } from '../lab/stopwatch'
import type { WorkDone, WorkerProcess } from '../lab/worker-process'
import type { Figures } from '../report/figures'
import { kpisOf, type SizeToMeasure } from '../size-to-measure'
import { upsertOneByOne } from './one-upsert-a-row'
import { comparedKpi, computeBySql, createSqlInputs, differingRows } from './plain-sql'
import { copyRows, type RowValues, readRows, saveRows } from './result-rows'
import { createRivalTables, forgetResults, freshRivalMonth } from './rival-tables'

/** Rows that are upserted one by one; the figure is scaled to all of them. */
const sampleSize = 10_000
const committedSampleSize = 2_000

const oneKpi = [comparedKpi]
const allKpis = kpisOf('queue and handling')

type ReplayFigure =
  | 'rowsAll'
  | 'replayAll'
  | 'replayOne'
  | 'copyAll'
  | 'copyOne'
  | 'sqlOne'
  | 'upsertAll'
  | 'upsertOne'
  | 'upsertCommitAll'
  | 'cpuAll'
  | 'cpuOne'
  | 'replayRows'
  | 'copyRows'
  | 'replayFlows'
  | 'replayContacts'
  | 'twoWorkersAll'
  | 'twoWorkersOne'
  | 'peakMegabytes'

/** Replay from stored facts to committed rows and roll-ups, by worker processes, beside other ways to the same rows. */
export async function measureReplay(
  size: SizeToMeasure,
  first: WorkerProcess,
  second: WorkerProcess,
): Promise<Pick<Figures, ReplayFigure>> {
  const { days, repeat, say } = size
  const { pool } = size.engine.store
  const workers = crewOf(first, second, days)
  const rows = await prepareRows(size, workers)
  const forget = () => forgetResults(pool)
  const freshMonth = () => freshRivalMonth(pool, days[0] as string)
  const upserts = (sample: readonly RowValues[], commits: 'once' | 'each') => ({
    title: `one upsert a row, ${sample.length} rows, committed ${commits}`,
    prepare: freshMonth,
    run: () => upsertOneByOne(pool, sample, commits),
  })
  const cpuSeconds = { all: [] as number[], one: [] as number[] }
  const replayed = (group: Group) => ({
    title: `replay, ${group}`,
    prepare: forget,
    run: () => workers.one(kpisOf(group)),
  })
  const timed = async (which: 'all' | 'one', kpis: readonly string[]) => {
    cpuSeconds[which].push((await workers.one(kpis)).cpuSeconds)
  }
  const few = rows.sample.slice(0, committedSampleSize)
  const seconds = await compare(
    {
      replayOne: { title: 'replay, one definition', prepare: forget, run: () => timed('one', oneKpi) },
      copyOne: { title: 'bare COPY, one', prepare: freshMonth, run: () => copyRows(pool, rows.one.file) },
      sqlOne: { title: 'plain SQL, one', prepare: freshMonth, run: () => computeBySql(pool, rows.oneKey) },
      upsert: upserts(rows.sample, 'once'),
      upsertCommit: upserts(few, 'each'),
      replayAll: { title: 'replay, queue and handling', prepare: forget, run: () => timed('all', allKpis) },
      copyAll: { title: 'bare COPY, all', prepare: freshMonth, run: () => copyRows(pool, rows.all.file) },
      replayFlows: replayed('flows and surveys'),
      replayContacts: replayed('contacts'),
      twoWorkersOne: { title: 'two workers, one', prepare: forget, run: () => workers.both(oneKpi) },
      twoWorkersAll: { title: 'two workers, all', prepare: forget, run: () => workers.both(allKpis) },
    },
    { repeat, pool, say },
  )
  const rate = (taken: number) => size.loaded.conversations / taken
  const microseconds = (each: readonly number[]) => (median(each) * 1e6) / size.loaded.conversations
  const upsertSeconds = seconds.upsert / rows.sample.length
  return {
    rowsAll: rows.all.count,
    replayAll: rate(seconds.replayAll),
    replayOne: rate(seconds.replayOne),
    replayFlows: rate(seconds.replayFlows),
    replayContacts: rate(seconds.replayContacts),
    copyAll: rate(seconds.copyAll),
    copyOne: rate(seconds.copyOne),
    sqlOne: rate(seconds.sqlOne),
    upsertAll: rate(upsertSeconds * rows.all.count),
    upsertOne: rate(upsertSeconds * rows.one.count),
    upsertCommitAll: rate((seconds.upsertCommit / few.length) * rows.all.count),
    cpuAll: microseconds(cpuSeconds.all),
    cpuOne: microseconds(cpuSeconds.one),
    replayRows: rows.all.count / seconds.replayAll,
    copyRows: rows.all.count / seconds.copyAll,
    twoWorkersAll: rate(seconds.twoWorkersAll),
    twoWorkersOne: rate(seconds.twoWorkersOne),
    peakMegabytes: workers.peakMegabytes(),
  }
}

interface Crew {
  /** All days by the first worker. */
  one(kpis: readonly string[]): Promise<WorkDone>
  /** Every second day by each worker, at the same time. */
  both(kpis: readonly string[]): Promise<void>
  /** The most either of them ever took. */
  peakMegabytes(): number
}

function crewOf(first: WorkerProcess, second: WorkerProcess, days: readonly string[]): Crew {
  let peak = 0
  const recompute = async (worker: WorkerProcess, kpis: readonly string[], some: readonly string[]) => {
    const done = await worker.recompute({ days: some, kpis })
    peak = Math.max(peak, done.peakMegabytes)
    return done
  }
  const everySecond = (rest: 0 | 1) => days.filter((_, index) => index % 2 === rest)
  return {
    one: (kpis) => recompute(first, kpis, days),
    async both(kpis) {
      await Promise.all([recompute(first, kpis, everySecond(0)), recompute(second, kpis, everySecond(1))])
    },
    peakMegabytes: () => peak,
  }
}

/** The rows every contender is to write, as the engine computed them; checked against plain SQL before anything is timed. */
async function prepareRows({ engine, folder, days, say }: SizeToMeasure, workers: Crew) {
  const { pool } = engine.store
  await createRivalTables(pool)
  const oneKey = (await definitionsOf(engine, oneKpi))[0]?.definitionKey ?? 0
  const one = { count: (await workers.one(oneKpi)).rows, file: join(folder, 'one.copy') }
  await saveRows(pool, one.file, {})
  await createSqlInputs(pool)
  await freshRivalMonth(pool, days[0] as string)
  await computeBySql(pool, oneKey)
  const differing = await differingRows(pool)
  if (differing > 0)
    throw new Error(`Plain SQL and the engine differ in ${differing} rows: there is nothing to compare.`)
  say(`  plain SQL gives the same ${one.count} rows and the same roll-ups`)
  await forgetResults(pool)
  const all = { count: (await workers.one(allKpis)).rows, file: join(folder, 'all.copy') }
  await saveRows(pool, all.file, {})
  return { oneKey, one, all, sample: await readRows(pool, { limit: sampleSize }) }
}
