import { readRuns } from '../../src/store/runs/read-runs'
import type { backfill, exportDay } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import type { BackfillProgress, BackfillTuning } from '../../src/workflows/backfill-progress'
import { until } from '../disturbance/until'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['average-handle-time@1', 'offered@1']

describe('a backfill that is steered', () => {
  let organisation: TestOrganisation
  beforeAll(async () => {
    organisation = await openTestOrganisation(
      { from: '2026-10-01', to: '2026-10-24', conversationsPerDay: 60 },
      (platform) => ({ platform: { ...platform, pageSize: 5 } }),
    )
  })
  afterAll(() => organisation.close())

  const start = (name: string, of: Partial<BackfillInput>) =>
    organisation.client.workflow.start<typeof backfill>('backfill', {
      taskQueue: organisation.taskQueue,
      workflowId: organisation.workflowId(name),
      args: [
        {
          organisation: organisation.name,
          kpis: [],
          from: '2026-10-01',
          to: '2026-10-01',
          export: 'missing',
          order: 'oldest-first',
          window: 1,
          force: false,
          daysPerRun: 50,
          ...of,
        },
      ],
    })
  const run = async (name: string, of: Partial<BackfillInput>) => (await start(name, of)).result()
  const requests = () => organisation.simulator.control.requests()
  async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await organisation.store.pool.query<Row>(sql, values)).rows
  }
  const exportsOf = (from: string, to: string) =>
    rows<{ day: string; state: string }>(
      `SELECT to_char(interval_start, 'YYYY-MM-DD') AS day, state FROM export
        WHERE interval_start >= $1 AND interval_end <= $2::date + 1 ORDER BY export_key`,
      [from, to],
    )
  const complete = (...days: string[]) => days.map((day) => ({ day, state: 'complete' }))

  test('stops cleanly at its budget of requests, and the next one goes on where it was', async () => {
    const days = { from: '2026-10-01', to: '2026-10-03' }
    const before = requests().total
    const stopped = await run('stopped', { ...days, budget: { requests: 40 } })
    expect(stopped).toMatchObject({ state: 'spent', daysTotal: 3, quarantinedDays: [], firstFailure: null })
    expect(stopped.daysDone).toBeLessThan(3)
    // Tokens are no requests of the analytics; there is one of them.
    expect(requests().total - before).toBeLessThanOrEqual(41)
    expect(requests().total - before).toBeGreaterThanOrEqual(40)
    const account = `SELECT state, (took -> 'requests')::int AS requests FROM run WHERE workflow_id = $1`
    expect(await rows(account, [organisation.workflowId('stopped')])).toEqual([
      { state: 'partial', requests: 40 },
    ])
    const underWay = await rows<{ pages: number }>(`SELECT pages FROM export WHERE state = 'paging'`)

    expect(await run('goes on', days)).toMatchObject({ state: 'complete', quarantinedDays: [] })
    expect(await exportsOf(days.from, days.to)).toEqual(complete('2026-10-01', '2026-10-02', '2026-10-03'))
    // The day it stopped in went on at its cursor: each page was fetched once.
    const [fetched] = await rows<{ pages: number }>(
      `SELECT sum(pages)::int AS pages FROM export WHERE interval_start < '2026-10-04'`,
    )
    expect(underWay.length).toBeLessThanOrEqual(1)
    expect(pagesAskedFor()).toBe(fetched?.pages)
  })

  test('stops after its minutes, days under way done', async () => {
    const slow = organisation.simulator.control.arm({
      kind: 'slow',
      match: '/results',
      times: null,
      delayMs: 300,
    })
    const days = { from: '2026-10-04', to: '2026-10-06' }
    const stopped = await run('in a hurry', { ...days, budget: { minutes: 0.02 } })
    organisation.simulator.control.clearFaults(slow.id)
    expect(stopped).toMatchObject({ state: 'spent', daysTotal: 3, daysDone: 1, quarantinedDays: [] })
    expect(await exportsOf(days.from, days.to)).toEqual(complete('2026-10-04'))
  })

  test('shares the work with another one over the same days', async () => {
    const pagesBefore = pagesAskedFor()
    const one = await start('one', { from: '2026-10-07', to: '2026-10-09', window: 2 })
    const other = await start('other', { from: '2026-10-08', to: '2026-10-10', window: 2 })
    const ended = await Promise.all([one.result(), other.result()])
    expect(ended.map(({ state }) => state)).toEqual(['complete', 'complete'])
    const made = await exportsOf('2026-10-07', '2026-10-10')
    expect(made.map(({ day }) => day).sort()).toEqual([
      '2026-10-07',
      '2026-10-08',
      '2026-10-09',
      '2026-10-10',
    ])
    const [fetched] = await rows<{ pages: number }>(
      `SELECT sum(pages)::int AS pages FROM export WHERE interval_start BETWEEN '2026-10-07' AND '2026-10-10'`,
    )
    expect(pagesAskedFor() - pagesBefore).toBe(fetched?.pages)
  })

  test('does not fetch a day that another pull has completed since it was missing', async () => {
    const before = requests().total
    const joined = await organisation.run<typeof exportDay>('exportDay', 'completed meanwhile', {
      organisation: organisation.name,
      day: '2026-10-07',
      rule: 'job-activity',
      request: 'missing after none, as it was seen before',
      missing: true,
    })
    expect(joined).toMatchObject({ day: '2026-10-07', complete: true })
    expect(joined.conversations).toBeGreaterThan(0)
    expect(requests().total).toBe(before)
    expect(await exportsOf('2026-10-07', '2026-10-07')).toHaveLength(1)
  })

  test('leaves out the days it is told to, and is made wider while it runs', async () => {
    const { control } = organisation.simulator
    const slow = control.arm({ kind: 'slow', match: '/results', times: null, delayMs: 500 })
    const days = { from: '2026-10-11', to: '2026-10-14' }
    const handle = await start('steered', { ...days, kpis })
    const begun = (count: number) =>
      until(`${count} days have begun`, async () => (await exportsOf(days.from, days.to)).length === count)
    await begun(1)
    const kept = async () =>
      (await readRuns(organisation.store.pool, { limit: 1 })).map(({ state, skippedDays }) => ({
        state,
        skippedDays,
      }))
    await handle.executeUpdate<BackfillProgress, []>('pause')
    await handle.executeUpdate<BackfillProgress, [string[]]>('skip', { args: [['2026-10-13']] })
    expect(await kept()).toEqual([{ state: 'paused', skippedDays: ['2026-10-13'] }])
    await handle.executeUpdate<BackfillProgress, []>('resume')
    expect(await kept()).toEqual([{ state: 'running', skippedDays: ['2026-10-13'] }])
    await handle.executeUpdate<BackfillProgress, [BackfillTuning]>('tune', {
      args: [{ window: 3, priority: 2 }],
    })
    await begun(3)
    control.clearFaults(slow.id)
    const told = { skippedDays: ['2026-10-13'], window: 3, priority: 2 }
    const { runKey, ...ended } = await handle.result()
    expect(ended).toMatchObject({ state: 'complete', ...told })
    expect((await exportsOf(days.from, days.to)).map(({ day }) => day)).not.toContain('2026-10-13')
    // The export of the 14th brought conversations that began on the 13th and went on.
    expect(await rows(`SELECT FROM conversation WHERE day = '2026-10-13'`)).not.toEqual([])
    const computed = await rows<{ day: string }>(
      `SELECT DISTINCT to_char(day, 'YYYY-MM-DD') AS day FROM ledger WHERE run_key = $1 AND day >= $2 ORDER BY day`,
      [runKey, days.from],
    )
    expect(computed).toEqual([{ day: '2026-10-11' }, { day: '2026-10-12' }, { day: '2026-10-14' }])
    expect(ended.daysTotal).toBe(ended.daysDone)
  })

  test('asked for what failed, takes those days and no other', async () => {
    const { control } = organisation.simulator
    const days = { from: '2026-10-15', to: '2026-10-17' }
    const refused = control.arm({ kind: 'failed-job', match: 'details/jobs/', times: 4 })
    expect((await run('with a failure', days)).quarantinedDays).toEqual(['2026-10-15'])
    control.clearFaults(refused.id)
    const before = await rows('SELECT FROM export')
    const again = await run('what failed', { ...days, only: 'failed' })
    expect(again).toMatchObject({ state: 'complete', daysTotal: 1, daysDone: 1, quarantinedDays: [] })
    expect(await rows('SELECT FROM export')).toHaveLength(before.length + 1)
    expect(await run('nothing failed', { ...days, only: 'failed' })).toMatchObject({ daysTotal: 0 })
  })

  test('gives way to a night: a day at a time, however wide it was asked to be', async () => {
    await rows(`
      INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
      VALUES ('nightly', 'a night', 'running', now(), '0', '2026a')`)
    const days = { from: '2026-10-18', to: '2026-10-20' }
    await run('beside the night', { ...days, kpis, window: 3 })
    const overlaps = `
      SELECT count(*)::int AS overlaps FROM export a JOIN export b ON a.export_key < b.export_key
       WHERE a.interval_start >= $1 AND a.finished_at > b.started_at`
    expect(await rows(overlaps, [days.from])).toEqual([{ overlaps: 0 }])
    await rows(`UPDATE run SET state = 'done' WHERE workflow_id = 'a night'`)
    await run('after the night', { from: '2026-10-21', to: '2026-10-23', kpis, window: 3 })
    const [after] = await rows<{ overlaps: number }>(overlaps, ['2026-10-21'])
    expect(after?.overlaps).toBeGreaterThan(0)
  })

  function pagesAskedFor(): number {
    const { endpoints } = requests()
    const pages = Object.entries(endpoints).filter(([endpoint]) =>
      /conversations\/details\/jobs\/.*results/.test(endpoint),
    )
    return pages.reduce((sum, [, { requests: made }]) => sum + made, 0)
  }
})
