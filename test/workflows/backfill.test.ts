import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client'
import type { backfill } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import type { BackfillProgress } from '../../src/workflows/backfill-progress'
import { until } from '../disturbance/until'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['average-handle-time@1', 'offered@1']
type Running = WorkflowHandleWithFirstExecutionRunId<typeof backfill>

const sixDays = { from: '2026-10-20', to: '2026-10-25' }

describe('a backfill', () => {
  let organisation: TestOrganisation

  beforeAll(async () => {
    organisation = await openTestOrganisation({ ...sixDays, conversationsPerDay: 100 })
    await organisation.run<typeof backfill>(
      'backfill',
      'all six days',
      input({ export: 'missing', window: 4 }),
    )
  })
  afterAll(() => organisation.close())

  function input(of: Partial<BackfillInput>): BackfillInput {
    return {
      organisation: organisation.name,
      kpis: [],
      ...sixDays,
      export: 'none',
      order: 'oldest-first',
      window: 1,
      force: false,
      daysPerRun: 50,
      ...of,
    }
  }

  async function start(name: string, of: Partial<BackfillInput>): Promise<Running> {
    const { client, taskQueue, workflowId } = organisation
    return client.workflow.start<typeof backfill>('backfill', {
      taskQueue,
      workflowId: workflowId(name),
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [input(of)],
    })
  }
  const progressOf = (handle: Running) => handle.query<BackfillProgress, []>('progress')
  const tell = (handle: Running, what: 'pause' | 'resume' | 'cancel') =>
    handle.executeUpdate<BackfillProgress, []>(what)
  const afterDays = (handle: Running, days: number) =>
    until(`${days} days are done`, async () => {
      const progress = await progressOf(handle)
      return progress.daysDone >= days && progress
    })

  async function exportsSince(exportKey: number): Promise<{ day: string; state: string }[]> {
    const { rows } = await organisation.store.pool.query<{ day: string; state: string }>(
      `SELECT to_char(interval_start, 'YYYY-MM-DD') AS day, state FROM export WHERE export_key > $1 ORDER BY export_key`,
      [exportKey],
    )
    return rows
  }
  async function lastExport(): Promise<number> {
    const { rows } = await organisation.store.pool.query('SELECT max(export_key) AS key FROM export')
    return rows[0].key
  }

  test('gives way to the night with whatever it asks of the platform', async () => {
    const { client, workflowId, taskQueue } = organisation
    const asked: { activity: string; queue: string; priority: number }[] = []
    for await (const each of client.workflow.list({
      query: `WorkflowId STARTS_WITH "${workflowId('all six days')}"`,
    })) {
      const { events } = await client.workflow.getHandle(each.workflowId, each.runId).fetchHistory()
      for (const { activityTaskScheduledEventAttributes: scheduled } of events ?? []) {
        const { activityType, taskQueue: on, priority } = scheduled ?? {}
        const queue = on?.name ?? ''
        if (queue.startsWith(`${taskQueue}-`))
          asked.push({ activity: activityType?.name ?? '', queue, priority: priority?.priorityKey ?? 0 })
      }
    }
    expect([...new Set(asked.map(({ activity }) => activity))].sort()).toEqual([
      'awaitExportJob',
      'fetchExportPages',
      'refreshReference',
      'requestExport',
    ])
    for (const each of asked)
      expect(each).toMatchObject({ queue: `${taskQueue}-platform-yielding`, priority: 4 })
  })

  test('paused it starts no day, resumed it goes on to its end', async () => {
    const before = await lastExport()
    const slow = organisation.simulator.control.arm({
      kind: 'slow',
      match: '/results',
      times: null,
      delayMs: 500,
    })
    const handle = await start('paused', { export: 'again' })
    await until('the second day is under way', async () => (await exportsSince(before)).length === 2)
    expect((await tell(handle, 'pause')).state).toBe('paused')
    // The day under way when it was paused ends; then nothing moves.
    await afterDays(handle, 2)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(await progressOf(handle)).toMatchObject({ state: 'paused', daysTotal: 6, daysDone: 2 })
    expect((await exportsSince(before)).map(({ state }) => state)).toEqual(['complete', 'complete'])

    organisation.simulator.control.clearFaults(slow.id)
    expect(await tell(handle, 'resume')).toMatchObject({ state: 'running' })
    expect(await handle.result()).toMatchObject({ state: 'complete', daysDone: 6, daysTotal: 6 })
    expect((await exportsSince(before)).map(({ day }) => day)).toEqual([
      '2026-10-20',
      '2026-10-21',
      '2026-10-22',
      '2026-10-23',
      '2026-10-24',
      '2026-10-25',
    ])
  })

  test('cancelled it starts no further day, and those under way end as they would have', async () => {
    const before = await lastExport()
    const { control } = organisation.simulator
    const slow = control.arm({ kind: 'slow', match: '/results', times: null, delayMs: 500 })
    const handle = await start('cancelled', { export: 'again', window: 2, order: 'newest-first' })
    await until('two days are under way', async () => (await exportsSince(before)).length === 2)
    const cancelling = await tell(handle, 'cancel')
    expect(cancelling.state).toBe('cancelling')
    control.clearFaults(slow.id)
    expect(await handle.result()).toMatchObject({ state: 'cancelled', daysDone: 2, quarantinedDays: [] })
    const made = await exportsSince(before)
    expect(made.map(({ state }) => state)).toEqual(['complete', 'complete'])
    expect(made.map(({ day }) => day).sort()).toEqual(['2026-10-24', '2026-10-25'])
    const { rows } = await organisation.store.pool.query('SELECT state FROM run WHERE workflow_id = $1', [
      organisation.workflowId('cancelled'),
    ])
    expect(rows).toEqual([{ state: 'cancelled' }])
  })

  test('cancelled while it is paused, it ends', async () => {
    const handle = await start('paused and cancelled', { export: 'again' })
    await tell(handle, 'pause')
    await tell(handle, 'cancel')
    expect((await handle.result()).state).toBe('cancelled')
  })

  test('cancelled at the very moment it continued as new, it ends all the same', async () => {
    const carried = {
      runKey: 1,
      state: 'cancelling' as const,
      daysTotal: 6,
      daysDone: 2,
      after: '2026-10-21',
    }
    const totals = {
      conversations: 0,
      rowsWritten: 0,
      rowsDeleted: 0,
      quarantinedDays: [],
      firstFailure: null,
    }
    const handle = await start('cancelled in between', {
      export: 'again',
      carried: { ...carried, ...totals },
    })
    expect(await handle.result()).toMatchObject({ state: 'cancelled', daysDone: 2 })
  })

  test('continued as new every two days, it carries its totals from run to run', async () => {
    const handle = await start('in short runs', { kpis, daysPerRun: 2, force: true })
    const progress = await handle.result()
    expect(progress).toMatchObject({ state: 'complete', daysDone: 6, daysTotal: 6, quarantinedDays: [] })
    const { rows } = await organisation.store.pool.query(
      `SELECT sum(rows)::int AS rows FROM ledger WHERE day BETWEEN $1 AND $2`,
      [sixDays.from, sixDays.to],
    )
    expect(progress.rowsWritten).toBe(rows[0].rows)
    const first = await organisation.client.workflow
      .getHandle(handle.workflowId, handle.firstExecutionRunId)
      .describe()
    const last = await organisation.client.workflow.getHandle(handle.workflowId).describe()
    expect(first.status.name).toBe('CONTINUED_AS_NEW')
    expect(last.runId).not.toBe(first.runId)
  })

  test('a poison day goes to quarantine with its reason, and all others are computed', async () => {
    const { store } = organisation
    const poisoned = '2026-10-22'
    const { rows: kept } = await store.pool.query(
      'SELECT conversation_key, body FROM facts WHERE day = $1 LIMIT 1',
      [poisoned],
    )
    const spoil = (body: string) =>
      store.pool.query('UPDATE facts SET body = $3 WHERE day = $1 AND conversation_key = $2', [
        poisoned,
        kept[0].conversation_key,
        body,
      ])
    await spoil('{"not": "facts"}')
    const progress = await (await start('poisoned', { kpis, force: true })).result()
    expect(progress).toMatchObject({ state: 'complete', daysDone: 6, quarantinedDays: [poisoned] })
    expect(progress.firstFailure).toContain(poisoned)

    const { rows: quarantine } = await store.pool.query(
      `SELECT day, reason, detail, state FROM quarantine WHERE kind = 'day'`,
    )
    expect(quarantine).toEqual([
      { day: poisoned, reason: 'recompute-failed', detail: expect.any(String), state: 'open' },
    ])
    expect(quarantine[0].detail.length).toBeGreaterThan(20)
    const { rows: ledger } = await store.pool.query<{ day: string; state: string }>(
      `SELECT DISTINCT day, state FROM ledger WHERE day BETWEEN $1 AND $2 ORDER BY day`,
      [sixDays.from, sixDays.to],
    )
    expect(ledger.filter(({ state }) => state !== 'computed')).toEqual([
      { day: poisoned, state: 'quarantined' },
    ])
    expect(ledger).toHaveLength(6)

    await spoil(kept[0].body)
    const mended = await (await start('mended', { kpis })).result()
    expect(mended).toMatchObject({ state: 'complete', quarantinedDays: [] })
    const { rows: after } = await store.pool.query(`SELECT state FROM quarantine WHERE kind = 'day'`)
    expect(after).toEqual([{ state: 'released' }])
  })

  test('started twice under one id, the second start joins the first', async () => {
    const before = await lastExport()
    const first = await start('twice', { export: 'again', to: '2026-10-21' })
    const second = await start('twice', { export: 'again', to: '2026-10-21' })
    expect(second.firstExecutionRunId).toBe(first.firstExecutionRunId)
    expect(await second.result()).toEqual(await first.result())
    expect(await exportsSince(before)).toHaveLength(2)
  })
})
