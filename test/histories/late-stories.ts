import type { WorkflowHandle } from '@temporalio/client'
import { registerSearchAttributes } from '../../src/cli/workflow/search-attributes'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { signOff } from '../../src/store/sign-offs/sign-off'
import type { backfill, nightly, recomputeDay } from '../../src/workflows'
import type { BackfillProgress } from '../../src/workflows/backfill-progress'
import { until } from '../disturbance/until'
import type { TestOrganisation } from '../workflows/organisation'
import { asRunning, aWalk, type PlayedStory } from './stories'

/** Surveys of the first days are answered for so long that only a late pull brings the last. */
export const lateWorld = {
  from: '2026-10-01',
  to: '2026-10-04',
  now: '2026-10-10T06:00:00Z',
  surveyLifetimeDays: 14,
}

const kpis = ['average-handle-time@1', 'csat@2']
const [signedDay, nextDay] = ['2026-10-01', '2026-10-02']

/** Plays the night that pulls a signed-off day late, and leaves a gap to the backfill under way that makes room for it. */
export async function playLateStories(organisation: TestOrganisation): Promise<PlayedStory[]> {
  const { name, client, taskQueue, workflowId, simulator } = organisation
  const played: PlayedStory[] = []

  async function note(story: string, handle: WorkflowHandle): Promise<void> {
    const { runId } = await handle.describe()
    played.push({ story, workflowId: handle.workflowId, runId })
  }
  const walked = (of: { from: string; to: string }) => aWalk(name, { kpis, export: 'missing', ...of })

  await organisation.run<typeof backfill>(
    'backfill',
    'as they settled',
    walked({ from: signedDay, to: nextDay }),
  )
  await signOffSurveys(organisation)
  const whole: Parameters<typeof recomputeDay>[0] = {
    organisation: name,
    day: signedDay,
    kpis,
    runKey: 1,
    force: true,
  }
  const recomputed = await organisation.run<typeof recomputeDay>('recomputeDay', 'recomputeDay-signed', whole)
  hold('definitions', ['full', 'signed-off'], recomputed.definitions.map(({ mode }) => mode).sort())
  await note(
    'recomputeDay-with-a-signed-off-version',
    client.workflow.getHandle(workflowId('recomputeDay-signed')),
  )

  simulator.control.setClock('2026-10-18T06:00:00Z')
  const slow = simulator.control.arm({ kind: 'slow', match: '/results', times: null, delayMs: 400 })
  await registerSearchAttributes(client)
  const yielding = await client.workflow.start<typeof backfill>('backfill', {
    taskQueue,
    workflowId: workflowId('backfill-that-gives-way'),
    args: [walked({ from: '2026-10-03', to: '2026-10-15' })],
    ...asRunning,
  })
  await until('a day is done', async () => (await told(yielding)).daysDone > 0)
  await yielding.executeUpdate('pause')
  simulator.control.clearFaults(slow.id)

  const night = await client.workflow.start<typeof nightly>('nightly', {
    taskQueue,
    workflowId: workflowId('nightly-late'),
    args: [{ organisation: name, scheduledAt: '2026-10-18T03:30:00.000Z' }],
    ...asRunning,
  })
  const { lateDays, leftDays = [], driftedDays = [], signedOffDays } = await night.result()
  hold('late days', [signedDay], lateDays)
  hold('the last day left', '2026-10-15', leftDays.at(-1))
  hold('the day that drifted', signedDay, driftedDays[0]?.day)
  hold('signed-off days', 1, signedOffDays)
  await note('nightly-with-late-and-left-days', night)

  await yielding.executeUpdate('resume')
  hold('state', 'complete', (await yielding.result()).state)
  await note('backfill-that-gives-way-to-the-night', yielding)
  const ofDay = client.workflow.getHandle(`${yielding.workflowId}/export/2026-10-03`)
  await note('exportDay-of-a-backfill-that-gives-way', ofDay)
  return played
}

function told(handle: WorkflowHandle<typeof backfill>): Promise<BackfillProgress> {
  return handle.query<BackfillProgress, []>('progress')
}

/** What was recorded is what its name says, or nothing is. */
function hold(what: string, wanted: unknown, found: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}.`)
}

async function signOffSurveys({ store }: TestOrganisation): Promise<void> {
  const range = { first: signedDay, last: signedDay }
  const [stored] = await readDefinitions(store.pool, 'csat')
  if (stored === undefined) throw new Error('csat was not computed.')
  await signOff(store, {
    range,
    periods: [{ definitionKey: stored.definitionKey, ...range }],
    at: Date.now(),
    by: 'ana',
    why: 'the quarter is closed',
    provided: async () => ({}),
  })
}
