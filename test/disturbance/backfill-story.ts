import { setTimeout as sleep } from 'node:timers/promises'
import { WorkflowFailedError } from '@temporalio/client'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import type { backfill, nightly } from '../../src/workflows'
import type { BackfillInput } from '../../src/workflows/backfill-input'
import type { NightlySummary } from '../../src/workflows/nightly'
import type { TestOrganisation } from '../workflows/organisation'
import { checksumOf } from './account'
import { type PublishedReader, readPublished } from './published-reader'
import { until } from './until'

const kpi = 'adjusted-average-handle-time'

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
const sixtyDays = { from: storyWorld.from, to: '2026-10-31' }

/** Of the last two days of the sixty, of one of them and the next, and of the two after. */
const nights = ['2026-11-01T03:30:00.000Z', '2026-11-02T03:30:00.000Z', '2026-11-03T03:30:00.000Z']
const lookbackDays = 2

/** Sixty exports, and two partitions of each day. */
export const stepsOfTheBackfill = 60 * 3
/** No day is exported oftener than the backfill and each night's look-back ask for it. */
export const mostExports = 60 + nights.length * lookbackDays

export const storySettings = (platform: object) => ({
  platform: { ...platform, pageSize: 8 },
  nightly: { lookbackDays },
})

export interface StoryEnd {
  checksum: string
  /** Published cells by day and version. */
  published: Record<string, number>
  nights: Pick<NightlySummary, 'exportedDays' | 'quarantinedDays' | 'failedSteps'>[]
  /** What the reader should not have seen. */
  complaints: readonly string[]
}

/**
 * Sixty days of two versions are backfilled, and two nights pass meanwhile. The second version is then brought up to them and promoted,
 * and a third night follows. `disturb` is asked again and again, with how much is done; what it does may take its time.
 */
export async function tellStory(
  organisation: TestOrganisation,
  disturb: (stepsDone: number) => Promise<void>,
): Promise<StoryEnd> {
  const reader = readPublished(organisation.database.url, kpi)
  const over = new AbortController()
  const disturbing = (async () => {
    while (!over.signal.aborted) {
      await disturb(await stepsDone(organisation))
      await sleep(100)
    }
  })()
  try {
    const [summaries] = await Promise.all([goThrough(organisation).finally(() => over.abort()), disturbing])
    return { ...(await standing(organisation, reader)), nights: summaries.map(told) }
  } finally {
    over.abort()
    await disturbing.catch(() => undefined)
    await reader.stop()
  }
}

async function goThrough(organisation: TestOrganisation): Promise<NightlySummary[]> {
  const { name, store } = organisation
  const backfillOf = (id: string, versions: number[], of: Pick<BackfillInput, 'from' | 'to' | 'export'>) =>
    endOf<typeof backfill>(organisation, 'backfill', id, {
      organisation: name,
      kpis: versions.map((version) => `${kpi}@${version}`),
      ...of,
      order: 'newest-first',
      window: 60,
      force: false,
      daysPerRun: 60,
    })
  const nightOf = (scheduledAt = '') =>
    endOf<typeof nightly>(organisation, 'nightly', scheduledAt, { organisation: name, scheduledAt })

  const long = backfillOf('sixty days', [1, 2], { ...sixtyDays, export: 'missing' })
  await until(
    'a quarter is done',
    async () => (await stepsDone(organisation)) >= stepsOfTheBackfill / 4,
    hour,
  )
  const first = nightOf(nights[0])
  const beside = Promise.all([first, first.then(() => nightOf(nights[1]))])
  const [progress, summaries] = await Promise.all([long, beside])
  expect(progress).toMatchObject({ state: 'complete', quarantinedDays: [], firstFailure: null })

  const lastNight = '2026-11-01'
  await backfillOf('up to the last night', [2], { from: lastNight, to: lastNight, export: 'none' })
  const at = Date.parse(storyWorld.now)
  await publishDefinition(store, { name: kpi, version: 2, at, by: 'a test', why: 'it is better' })
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

/** Exports completed and partitions computed; what is not known while the database is away is asked again. */
function stepsDone({ store }: TestOrganisation): Promise<number> {
  return until('the database tells how much is done', async () => {
    const { rows } = await store.pool
      .query<{ steps: number }>(
        `SELECT ((SELECT count(*) FROM export WHERE state = 'complete') + (SELECT count(*) FROM ledger))::int AS steps`,
      )
      .catch(() => ({ rows: [] }))
    return rows[0]?.steps
  })
}

async function standing(
  { store }: TestOrganisation,
  reader: PublishedReader,
): Promise<Omit<StoryEnd, 'nights'>> {
  const published = await reader.stop()
  return { checksum: await checksumOf(store), published, complaints: reader.complaints }
}

function told({ exportedDays, quarantinedDays, failedSteps }: NightlySummary): StoryEnd['nights'][number] {
  return { exportedDays, quarantinedDays, failedSteps }
}
