import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestOrganisation, type TestOrganisation } from '../workflows/organisation'
import {
  type Disturber,
  firstLookBack,
  mostExports,
  type StoryEnd,
  storySettings,
  storyWorld,
  tellStory,
} from './backfill-story'
import { startKillableServices } from './killable-services'
import { type Killing, killing } from './killing'
import {
  type RequestsByPurpose,
  type RequestsNeeded,
  requestsMade,
  requestsNeeded,
} from './requests-of-the-story'
import { endWorkerProcesses } from './worker-process'

/** Set it to see the same points again, or others. */
const seed = process.env.RETALLY_DISTURBANCE_SEED ?? 'twenty times'
const kills = 20
const patience = 900_000

/** The backfill has four calls on the platform under way (`startWorkers`), and the night one: of each a kill loses one answer. */
const underWay = 5

interface Told extends StoryEnd {
  made: RequestsByPurpose
  needed: RequestsNeeded
}

/** With what was killed, and the logs of workers that ended by themselves. */
interface Disturbed extends Told, Pick<Killing, 'killed' | 'promotions'> {
  died: string[]
}

describe(`sixty days of two versions and the nights beside them, killed ${kills} times (RETALLY_DISTURBANCE_SEED="${seed}")`, () => {
  let root: string
  let undisturbed: Promise<Told>
  let disturbed: Promise<Disturbed>

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'backfill-disturbed-'))
    undisturbed = goThroughUndisturbed()
    disturbed = goThroughDisturbed()
    for (const each of [undisturbed, disturbed]) each.catch(() => undefined)
  })
  afterAll(async () => {
    await Promise.allSettled([undisturbed, disturbed])
    endWorkerProcesses()
    rmSync(root, { recursive: true, force: true })
  }, patience)

  async function goThroughUndisturbed(): Promise<Told> {
    const organisation = await openTestOrganisation(storyWorld, storySettings)
    try {
      return await tell(organisation)
    } finally {
      await organisation.close()
    }
  }

  async function goThroughDisturbed(): Promise<Disturbed> {
    const services = await startKillableServices(root)
    const organisation = await openTestOrganisation(storyWorld, storySettings, {
      database: { url: services.databaseUrl, drop: () => Promise.resolve() },
      temporal: services.temporalAddress,
      withoutWorkers: true,
    })
    try {
      await services.startWorker(organisation.settings)
      const disturber = killing(services, organisation, { seed, kills })
      const told = await tell(organisation, disturber)
      const { killed, promotions } = disturber
      return { ...told, killed, promotions, died: services.diedByThemselves() }
    } finally {
      await organisation.close()
      await services.stop()
    }
  }

  async function tell(organisation: TestOrganisation, disturber?: Disturber) {
    const end = await tellStory(organisation, disturber)
    return { ...end, made: requestsMade(organisation), needed: await requestsNeeded(organisation) }
  }

  test(
    'no worker ends by itself, and each service was killed in its turn, over three runs of the workflow',
    async () => {
      const { killed, died, runs } = await disturbed
      expect(died).toEqual([])
      expect(killed).toHaveLength(kills)
      expect(runs).toBe(3)
      expect(new Set(killed.map(({ which }) => which))).toEqual(new Set(['temporal', 'postgres', 'worker']))
    },
    patience,
  )

  test(
    'every row and every roll-up is what it is undisturbed, and so is what is published',
    async () => {
      const [quiet, run] = [await undisturbed, await disturbed]
      expect(run.checksum).toBe(quiet.checksum)
      expect(run.published).toEqual(quiet.published)
      // A day of the first look-back that a kill kept from the backfill is brought home by whoever comes first.
      const [firstNight, ...later] = run.nights
      expect(firstLookBack).toEqual(expect.arrayContaining(firstNight?.exportedDays ?? []))
      expect(later).toEqual(quiet.nights.slice(1))
      expect(run.nights).toMatchObject(Array(3).fill({ quarantinedDays: [], failedSteps: [] }))
    },
    patience,
  )

  test(
    'whoever reads what is published sees each day whole, or not yet, and of one version',
    async () => {
      expect((await undisturbed).complaints).toEqual([])
      expect((await disturbed).complaints).toEqual([])
    },
    patience,
  )

  test(
    'a promotion that is killed in the middle has promoted nothing, and asked again it is promoted once',
    async () => {
      const [quiet, run] = [await undisturbed, await disturbed]
      expect(quiet).toMatchObject({
        versionsShown: [1, 2],
        publications: ['first null → 1', 'promote 1 → 2'],
      })
      const [inTheMiddle, atRandom] = run.promotions
      expect(inTheMiddle).toEqual({ code: 75, publications: ['first null → 1'] })
      expect([0, 75]).toContain(atRandom?.code)
      expect(run.versionsShown).toEqual(quiet.versionsShown)
      expect(run.publications).toEqual(quiet.publications)
    },
    patience,
  )

  test(
    'undisturbed, no request is made that no export needs, and none is exported twice',
    async () => {
      const { made, needed } = await undisturbed
      expect(made).toMatchObject({ ...needed, tokens: 1, referencesBegun: 4 })
      expect(needed.jobs).toBeLessThanOrEqual(mostExports)
    },
    patience,
  )

  test(
    'a kill costs no more than the answers that were on their way, and a new worker its token',
    async () => {
      const [quiet, { made, needed, killed }] = [await undisturbed, await disturbed]
      expect(needed.jobs).toBeLessThanOrEqual(mostExports)
      const wasted = {
        jobs: made.jobs - needed.jobs,
        polls: made.polls - needed.polls,
        pages: made.pages - needed.pages,
      }
      expect(Math.min(...Object.values(wasted))).toBeGreaterThanOrEqual(0)
      const ofExports = wasted.jobs + wasted.polls + wasted.pages
      const workers = 1 + killed.filter(({ which }) => which === 'worker').length
      expect(made.tokens).toBeLessThanOrEqual(workers)
      // Names and zones are read from the start again by whoever was disturbed in it: no more than the whole of it.
      const readAgain = made.referencesBegun - quiet.made.referencesBegun
      const ofReference = quiet.made.others / quiet.made.referencesBegun
      const ofOthers = Math.max(0, made.others - quiet.made.others - readAgain * ofReference)
      expect(ofExports + ofOthers).toBeLessThanOrEqual(kills * underWay)
      // A call goes on while Temporal is away: it costs a job or a page only where the worker or the database was lost.
      const lost = killed.filter(({ which }) => which !== 'temporal').length
      expect(wasted.jobs + wasted.pages).toBeLessThanOrEqual(lost * underWay)
      console.info(
        `Killed ${kills} times: ${ofExports} of ${made.jobs + made.polls + made.pages} requests for exports were made again`,
        {
          ...wasted,
          tokens: made.tokens,
          readAgain,
          killed: killed.map(({ which, after }) => `${which} ${after}`).join(', '),
        },
      )
    },
    patience,
  )
})
