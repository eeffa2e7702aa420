import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client'
import type { backfill } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import type { BackfillProgress } from '../../src/workflows/backfill-progress'
import { until } from '../disturbance/until'
import type { TestOrganisation } from '../workflows/organisation'
import { aWalk, type PlayedStory } from './stories'

const kpis = ['average-handle-time@1', 'offered@1']

type Backfill = WorkflowHandleWithFirstExecutionRunId<typeof backfill>

/** Plays a backfill through the turns it takes when it is limited, steered, or not alone; on a stage where nothing is exported yet. */
export async function playSteeringStories(organisation: TestOrganisation): Promise<PlayedStory[]> {
  const { name, client, taskQueue, workflowId, simulator, store } = organisation
  const { control } = simulator
  const played: PlayedStory[] = []

  async function start(story: string, of: Partial<BackfillInput>): Promise<Backfill> {
    const handle = await client.workflow.start<typeof backfill>('backfill', {
      taskQueue,
      workflowId: workflowId(story),
      args: [aWalk(name, { export: 'again', ...of })],
    })
    played.push({ story, workflowId: handle.workflowId, runId: handle.firstExecutionRunId })
    return handle
  }
  /** What was recorded is what its name says, or nothing is. */
  async function ended(handle: Backfill, as: Partial<BackfillProgress>): Promise<void> {
    const progress = await handle.result()
    for (const [key, value] of Object.entries(as)) {
      const found = JSON.stringify(progress[key as keyof BackfillProgress])
      if (found !== JSON.stringify(value)) throw new Error(`${handle.workflowId}: ${key} is ${found}.`)
    }
  }
  const firstDayDone = (handle: Backfill) =>
    until('a day is done', async () => (await handle.query<BackfillProgress, []>('progress')).daysDone > 0)

  const one = await start('backfill-sharing-exports', { export: 'missing', to: '2026-10-23', window: 2 })
  const other = await start('backfill-sharing-exports-with-another', {
    export: 'missing',
    from: '2026-10-22',
    window: 2,
  })
  await ended(one, { state: 'complete', daysDone: 3 })
  await ended(other, { state: 'complete', daysDone: 3 })

  await ended(await start('backfill-out-of-requests', { kpis, budget: { requests: 14 } }), { state: 'spent' })

  const slow = control.arm({ kind: 'slow', match: '/results', times: null, delayMs: 400 })
  await ended(await start('backfill-out-of-time', { budget: { minutes: 0.005 } }), { state: 'spent' })
  const tuned = await start('backfill-tuned', { kpis, budget: { minutes: 60 } })
  await firstDayDone(tuned)
  await tuned.executeUpdate('tune', { args: [{ window: 3, priority: 2 }] })
  await ended(tuned, { state: 'complete', window: 3, priority: 2 })
  const skipping = await start('backfill-with-a-day-left-out', { kpis })
  await firstDayDone(skipping)
  await skipping.executeUpdate('skip', { args: [['2026-10-24']] })
  await ended(skipping, { state: 'complete', daysDone: 3, skippedDays: ['2026-10-24'] })
  control.clearFaults(slow.id)

  const failing = control.arm({ kind: 'failed-job', match: 'details/jobs/', times: null })
  await ended(await start('backfill-that-cannot-export', { to: '2026-10-21' }), {
    quarantinedDays: ['2026-10-21'],
  })
  control.clearFaults(failing.id)
  await ended(await start('backfill-of-what-failed', { kpis, only: 'failed' }), { daysTotal: 1 })
  const some = { kpis, force: true, export: 'none', days: ['2026-10-22', '2026-10-24'] } as const
  await ended(await start('backfill-of-some-days', { ...some, days: [...some.days] }), { daysDone: 2 })

  await store.pool.query(`
    INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
    VALUES ('nightly', 'a night', 'running', now(), '0', '2026a')`)
  await ended(await start('backfill-beside-a-night', { kpis, window: 3 }), { state: 'complete', daysDone: 4 })
  return played
}
