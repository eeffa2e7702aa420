import { setTimeout as sleep } from 'node:timers/promises'
import { WorkflowFailedError } from '@temporalio/client'
import type { backfill, nightly } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import type { NightlySummary } from '../../src/workflows/nightly'
import type { TestOrganisation } from '../workflows/organisation'
import { checksumOf } from './account'
import { readPublished } from './published-reader'
import { type AskForPromotion, promoteByCommand, publicationsOf } from './story-promotion'
import { until } from './until'

export const kpi = 'adjusted-average-handle-time'

/** Sixty days, and two days after them that nights bring. The clock stands: whatever is exported when, it is the same. */
export const storyWorld = {
  from: '2026-09-02',
  to: '2026-11-02',
  now: '2026-11-03T06:00:00Z',
  conversationsPerDay: 4,
  agentsPerSite: 4,
  queuedPolls: 1,
  pendingPolls: 0,
}
/** With the days before on which those conversations began that live on for weeks. */
const everyDay = { from: '2026-07-01', to: storyWorld.to }
const sixtyDays = { from: storyWorld.from, to: '2026-10-31' }

/** The name of their backfill. */
const sixtyDaysOfTwo = 'sixty days'

/** Of the last two days of the sixty, of one of them and the next, and of the two after. */
const nights = ['2026-11-01T03:30:00.000Z', '2026-11-02T03:30:00.000Z', '2026-11-03T03:30:00.000Z']
const lookbackDays = 2
export const firstLookBack = ['2026-10-30', '2026-10-31']

/** Sixty exports, and two partitions of each day. */
export const stepsOfTheBackfill = 60 * 3
/** No day is exported oftener than the backfill and each night's look-back ask for it. */
export const mostExports = 60 + nights.length * lookbackDays

export const storySettings = (platform: object) => ({
  platform: { ...platform, pageSize: 24 },
  nightly: { lookbackDays },
})

export interface StoryEnd {
  checksum: string
  /** Runs of the workflow, one after the other, that the sixty days took. */
  runs: number
  /** Published cells by day and version. */
  published: Record<string, number>
  /** The versions the reader was shown, in the order in which they came. */
  versionsShown: readonly number[]
  /** What the account of publications says, as `promote 1 → 2`. */
  publications: string[]
  nights: Pick<NightlySummary, 'exportedDays' | 'quarantinedDays' | 'failedSteps'>[]
  /** What the reader should not have seen. */
  complaints: readonly string[]
}

/** What disturbs the story; it may take its time. */
export interface Disturber {
  /** Is asked again and again, with how much is done. */
  asItGoes(stepsDone: number): Promise<void>
  /** Is asked once, when the second version can be promoted. */
  beforePromotion(ask: AskForPromotion): Promise<void>
}

/**
 * Sixty days of two versions are backfilled by three runs of the workflow one after the other, and two nights pass meanwhile. The second
 * version is then brought up to them, compared and promoted, and a third night follows.
 */
export async function tellStory(organisation: TestOrganisation, disturber?: Disturber): Promise<StoryEnd> {
  const reader = readPublished(organisation.database.url, kpi)
  const over = new AbortController()
  const disturbing = (async () => {
    while (disturber !== undefined && !over.signal.aborted) {
      await disturber.asItGoes(await stepsDone(organisation))
      await sleep(100)
    }
  })()
  try {
    const [summaries] = await Promise.all([
      goThrough(organisation, disturber).finally(() => over.abort()),
      disturbing,
    ])
    const { complaints, versions: versionsShown, published } = await reader.stop()
    const { client, workflowId } = organisation
    const { count: runs } = await client.workflow.count(`WorkflowId = '${workflowId(sixtyDaysOfTwo)}'`)
    return {
      checksum: await checksumOf(organisation.store),
      runs,
      ...{ published, versionsShown, complaints },
      publications: await publicationsOf(organisation, kpi),
      nights: summaries.map(told),
    }
  } finally {
    over.abort()
    await disturbing.catch(() => undefined)
    await reader.stop()
  }
}

async function goThrough(organisation: TestOrganisation, disturber?: Disturber): Promise<NightlySummary[]> {
  const { name } = organisation
  const backfillOf = (id: string, versions: number[], of: Pick<BackfillInput, 'from' | 'to' | 'export'>) =>
    endOf<typeof backfill>(organisation, 'backfill', id, {
      organisation: name,
      kpis: versions.map((version) => `${kpi}@${version}`),
      ...of,
      order: 'newest-first',
      window: 12,
      force: false,
      daysPerRun: 20,
    })
  const nightOf = (scheduledAt = '') =>
    endOf<typeof nightly>(organisation, 'nightly', scheduledAt, { organisation: name, scheduledAt })

  const long = backfillOf(sixtyDaysOfTwo, [1, 2], { ...sixtyDays, export: 'missing' })
  await until(
    'a quarter is done',
    async () => (await stepsDone(organisation)) >= stepsOfTheBackfill / 4,
    hour,
    250,
  )
  const first = nightOf(nights[0])
  const beside = Promise.all([first, first.then(() => nightOf(nights[1]))])
  const [progress, summaries] = await Promise.all([long, beside])
  expect(progress).toMatchObject({ state: 'complete', quarantinedDays: [], firstFailure: null })

  const lastNight = '2026-11-01'
  await backfillOf('up to the last night', [2], { from: lastNight, to: lastNight, export: 'none' })
  const promotion = { ...everyDay, stands: `${kpi}@1`, isToStand: `${kpi}@2` }
  await promoteByCommand(organisation, promotion, disturber?.beforePromotion)
  return [...summaries, await nightOf(nights[2])]
}

/** Starts a workflow and waits for its end, whatever becomes of the server meanwhile. */
async function endOf<W extends typeof backfill | typeof nightly>(
  { client, taskQueue, workflowId }: TestOrganisation,
  workflow: string,
  name: string,
  input: Parameters<W>[0],
): Promise<Awaited<ReturnType<W>>> {
  const id = workflowId(name)
  // The same id again joins the one under way.
  await until(`${name} has begun`, () =>
    client.workflow
      .start(workflow, { taskQueue, workflowId: id, args: [input], workflowIdConflictPolicy: 'USE_EXISTING' })
      .catch(() => undefined),
  )
  const end = await until(
    `${name} has ended`,
    () =>
      client.workflow
        .getHandle<W>(id)
        .result()
        .then(
          (result) => ({ result }),
          (error: unknown) => {
            if (error instanceof WorkflowFailedError) throw error
            return undefined
          },
        ),
    hour,
  )
  return end.result as Awaited<ReturnType<W>>
}

const hour = 3_600_000

/**
 * Exports completed, and partitions that stand of the days exported: what a sweep computes of other days, which exports reached besides,
 * is no progress of the walk. What is not known while the database is away is asked again.
 */
function stepsDone({ store }: TestOrganisation): Promise<number> {
  return until('the database tells how much is done', async () => {
    const { rows } = await store.pool
      .query<{ steps: number }>(
        `SELECT (SELECT count(*) FROM export WHERE state = 'complete')::int
                + (SELECT count(*) FROM ledger JOIN coverage USING (day) WHERE complete)::int AS steps`,
      )
      .catch(() => ({ rows: [] }))
    return rows[0]?.steps
  })
}

function told({ exportedDays, quarantinedDays, failedSteps }: NightlySummary): StoryEnd['nights'][number] {
  return { exportedDays, quarantinedDays, failedSteps }
}
