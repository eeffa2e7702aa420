import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client'
import type { SimulatorOptions } from '../../simulator/options'
import type { ExportDayInput } from '../../src/activities/request-export'
import { registerSearchAttributes, type Searched } from '../../src/cli/workflow/search-attributes'
import type { backfill, deliver, exportDay, nightly, recomputeDay, reconcile } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import type { BackfillProgress } from '../../src/workflows/backfill-progress'
import { until } from '../disturbance/until'
import { openTestOrganisation, type Surroundings, type TestOrganisation } from '../workflows/organisation'

/** A workflow that was played to its end; several runs of it where it continued as new. */
export interface PlayedStory {
  /** `<type>-<what happened>`, the name of the recorded history. */
  story: string
  workflowId: string
  runId: string
}

/** What a client says of it that is to be found in Temporal. */
export const asRunning: Searched = {
  typedSearchAttributes: [{ key: { name: 'RetallyState', type: 'KEYWORD' }, value: 'running' }],
}

const kpis = ['average-handle-time@1', 'offered@1']
const days = { from: '2026-10-21', to: '2026-10-24' }

/** Where the stories of a stage differ from the others. */
export interface Stage {
  agentTime?: boolean
  world?: SimulatorOptions
}

/** The organisation in which the stories play: small, quick to answer, with a sink; agents' time only where it is wanted. */
export function openStage(
  surroundings: Surroundings,
  { agentTime = false, world }: Stage = {},
): Promise<TestOrganisation> {
  return openTestOrganisation(
    {
      from: '2026-10-21',
      to: '2026-10-25',
      now: '2026-10-26T06:00:00Z',
      conversationsPerDay: 60,
      queuedPolls: 0,
      pendingPolls: 0,
      ...world,
    },
    (platform) => ({
      platform: { ...platform, pageSize: 1000, agentTime },
      sinks: [{ kind: 'external-metrics', metrics: [{ kpi: 'average-handle-time' }] }],
      nightly: { lookbackDays: 2 },
    }),
    surroundings,
  )
}

/** A backfill that exports nothing and walks one day after the other, as far as it is not told otherwise. */
export function aWalk(organisation: string, of: Partial<BackfillInput>): BackfillInput {
  return {
    organisation,
    kpis: [],
    ...days,
    export: 'none',
    order: 'oldest-first',
    window: 1,
    force: false,
    daysPerRun: 50,
    ...of,
  }
}

/** Plays every workflow through the turns it can take, and tells which runs to read. */
export async function playStories(organisation: TestOrganisation): Promise<PlayedStory[]> {
  const { name, client, taskQueue, workflowId, simulator, store } = organisation
  const { control } = simulator
  const played: PlayedStory[] = []

  async function start<W extends typeof backfill | typeof exportDay>(
    type: 'backfill' | 'exportDay',
    story: string,
    input: Parameters<W>[0],
    searched: Searched = {},
  ): Promise<WorkflowHandleWithFirstExecutionRunId<W>> {
    const options = { taskQueue, workflowId: workflowId(story), args: [input], ...searched } as never
    const handle = await client.workflow.start<W>(type, options)
    played.push({ story, workflowId: handle.workflowId, runId: handle.firstExecutionRunId })
    return handle
  }
  async function latestRun(of: string): Promise<string> {
    return (await client.workflow.getHandle(of).describe()).runId
  }

  const pull = (story: string, of: Partial<ExportDayInput>) =>
    start<typeof exportDay>('exportDay', story, {
      organisation: name,
      day: '2026-10-21',
      rule: 'job-activity',
      request: story,
      ...of,
    })
  const walk = (story: string, of: Partial<BackfillInput>, searched?: Searched) =>
    start<typeof backfill>('backfill', story, aWalk(name, of), searched)

  await (await pull('exportDay-at-the-first-try', {})).result()
  control.arm({ kind: 'failed-job', match: 'details/jobs/' })
  control.arm({ kind: 'expired-cursor', match: 'cursor=' })
  await (await pull('exportDay-after-a-failed-job', {})).result()
  await (await pull('exportDay-by-details-query', { rule: 'query-started' })).result()
  const failing = control.arm({ kind: 'failed-job', match: 'details/jobs/', times: null })
  await (await pull('exportDay-given-up', {})).result().catch(() => undefined)
  control.clearFaults(failing.id)

  await (await walk('backfill-exports-computes-sweeps', { kpis, export: 'missing', window: 3 })).result()

  const inTwoRuns = await walk('backfill-first-of-two-runs', { kpis, daysPerRun: 3, force: true })
  await inTwoRuns.result()
  const second = await latestRun(inTwoRuns.workflowId)
  played.push({ story: 'backfill-second-of-two-runs', workflowId: inTwoRuns.workflowId, runId: second })

  await registerSearchAttributes(client)
  const twoDays = { kpis, to: '2026-10-22', daysPerRun: 1, force: true }
  const found = await walk('backfill-found-by-its-state', twoDays, asRunning)
  await found.result()
  const foundAgain = await latestRun(found.workflowId)
  played.push({
    story: 'backfill-found-by-its-state-in-its-second-run',
    workflowId: found.workflowId,
    runId: foundAgain,
  })

  const slow = control.arm({ kind: 'slow', match: '/results', times: null, delayMs: 400 })
  const paused = await walk('backfill-paused-and-resumed', { export: 'again' })
  await until(
    'a day is done',
    async () => (await paused.query<BackfillProgress, []>('progress')).daysDone > 0,
  )
  await paused.executeUpdate('pause')
  await paused.executeUpdate('resume')
  await paused.result()
  const cancelled = await walk('backfill-cancelled', { export: 'again', order: 'newest-first', window: 2 })
  await until(
    'a day is done',
    async () => (await cancelled.query<BackfillProgress, []>('progress')).daysDone > 0,
  )
  await cancelled.executeUpdate('cancel')
  await cancelled.result()
  control.clearFaults(slow.id)

  const spoiled = `(SELECT min(conversation_key) FROM conversation WHERE day = '2026-10-22' AND ended)`
  await store.pool.query(`CREATE TABLE kept AS SELECT * FROM facts WHERE conversation_key = ${spoiled}`)
  await store.pool.query(`UPDATE facts SET body = '{}' WHERE conversation_key = ${spoiled}`)
  await (await walk('backfill-with-a-poison-day', { kpis, force: true, window: 2 })).result()
  await store.pool.query(
    `UPDATE facts SET body = kept.body FROM kept WHERE facts.conversation_key = kept.conversation_key`,
  )

  async function run(type: string, story: string, input: unknown): Promise<void> {
    await organisation.run<(input: unknown) => Promise<unknown>>(type, story, input)
    const id = workflowId(story)
    played.push({ story, workflowId: id, runId: await latestRun(id) })
  }
  const recompute: Parameters<typeof recomputeDay>[0] = {
    organisation: name,
    day: '2026-10-22',
    kpis,
    runKey: 1,
    force: true,
  }
  await run('recomputeDay', 'recomputeDay-whole', recompute)
  const delivery: Parameters<typeof deliver>[0] = {
    organisation: name,
    sink: 'external-metrics',
    from: '2026-10-21',
    to: '2026-10-24',
  }
  await run('deliver', 'deliver-some-days', delivery)
  const period: Parameters<typeof reconcile>[0] = {
    organisation: name,
    from: '2026-10-22T00:00:00.000Z',
    to: '2026-10-24T00:00:00.000Z',
  }
  await run('reconcile', 'reconcile-two-days', period)
  const night: Parameters<typeof nightly>[0] = { organisation: name, scheduledAt: '2026-10-26T03:30:00.000Z' }
  await run('nightly', 'nightly-whole', night)

  control.setClock('2026-10-27T06:00:00Z')
  const refused = control.arm({ kind: 'forbidden', match: 'aggregates/query', times: null })
  await run('nightly', 'nightly-without-reconciliation', {
    ...night,
    scheduledAt: '2026-10-27T03:30:00.000Z',
  })
  control.clearFaults(refused.id)
  return played
}

/** Plays those that bring agents' time home, on a stage where it is wanted. */
export async function playAgentTimeStories(organisation: TestOrganisation): Promise<PlayedStory[]> {
  const { name, client, workflowId, simulator } = organisation
  const played: PlayedStory[] = []
  async function run<W extends typeof exportDay | typeof nightly>(
    type: string,
    story: string,
    input: Parameters<W>[0],
  ): Promise<void> {
    await organisation.run<(input: unknown) => Promise<unknown>>(type, story, input)
    const { runId } = await client.workflow.getHandle(workflowId(story)).describe()
    played.push({ story, workflowId: workflowId(story), runId })
  }
  const pull = (story: string) =>
    run<typeof exportDay>('exportDay', story, {
      organisation: name,
      day: '2026-10-21',
      rule: 'job-activity',
      request: story,
    })

  await pull('exportDay-with-agents-time')
  simulator.control.arm({ kind: 'failed-job', match: 'users/details' })
  await pull('exportDay-with-agents-time-after-a-failed-job')
  simulator.control.arm({ kind: 'forbidden', match: 'users/details', times: null })
  await pull('exportDay-with-agents-time-forbidden')
  simulator.control.clearFaults()
  await run<typeof nightly>('nightly', 'nightly-with-agents-time', {
    organisation: name,
    scheduledAt: '2026-10-26T03:30:00.000Z',
  })
  return played
}
