import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataFolderAt } from '../../src/local/data-folder'
import { type LocalPostgres, startPostgres } from '../../src/local/postgres'
import { type LocalTemporal, startTemporalServer } from '../../src/local/temporal-server'
import { migrate } from '../../src/store/migrate'
import type { backfill } from '../../src/workflows'
import { openTestOrganisation, type TestOrganisation } from '../workflows/organisation'
import { accountOfArchive, checksumOf } from './account'
import { until } from './until'

const world = {
  from: '2026-10-21',
  to: '2026-10-23',
  conversationsPerDay: 100,
  faults: [{ kind: 'slow', match: '/results', times: null, delayMs: 150 } as const],
}
const threeDays = { from: world.from, to: world.to }
const kpis = ['average-handle-time@1', 'offered@1']
const patience = 150_000

interface Outcome {
  conversations: string[]
  notOnce: string[]
  checksum: string
}

/** Exports three days and computes them; `disturb` is called once, when pages of the second day are being read. */
async function throughThreeDays(
  organisation: TestOrganisation,
  disturb: () => Promise<void>,
): Promise<Outcome> {
  const { name, client, store, taskQueue, workflowId } = organisation
  const order = { organisation: name, ...threeDays, order: 'oldest-first', window: 1, force: false } as const
  const bring = async (input: Parameters<typeof backfill>[0], id: string, meanwhile: () => Promise<void>) => {
    const handle = await client.workflow.start<typeof backfill>('backfill', {
      taskQueue,
      workflowId: workflowId(id),
      args: [input],
    })
    await meanwhile()
    // A question whose server went away fails; the workflow does not, so the question is asked again.
    const progress = await until(
      `${id} has ended`,
      () => handle.result().catch(() => undefined),
      patience - 20_000,
    )
    expect(progress).toMatchObject({ state: 'complete', firstFailure: null, daysDone: 3 })
  }
  await bring({ ...order, kpis: [], export: 'missing', daysPerRun: 2 }, 'bring home', async () => {
    await until('pages of the second day are being read', async () => {
      const { rows } = await store.pool.query('SELECT pages FROM export ORDER BY export_key')
      return rows.length === 2 && rows[1].pages >= 1
    })
    await disturb()
  })
  await bring({ ...order, kpis, export: 'none', daysPerRun: 10 }, 'compute', () => Promise.resolve())
  const { conversations, notOnce } = await accountOfArchive(store)
  return { conversations, notOnce, checksum: await checksumOf(store) }
}

describe('a service that goes away in the middle of a backfill', () => {
  let root: string
  let undisturbed: Promise<Outcome>
  let withoutTemporal: Promise<Outcome>
  let withoutPostgres: Promise<Outcome>
  let forgetful: Promise<Outcome>

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'services-lost-'))
    undisturbed = goThroughUndisturbed()
    withoutTemporal = loseTemporal()
    withoutPostgres = losePostgres()
    forgetful = loseCommits()
    for (const each of [undisturbed, withoutTemporal, withoutPostgres, forgetful]) each.catch(() => undefined)
  })
  afterAll(async () => {
    await Promise.allSettled([undisturbed, withoutTemporal, withoutPostgres, forgetful])
    rmSync(root, { recursive: true, force: true })
  }, patience)

  const smallPages = (platform: object) => ({ platform: { ...platform, pageSize: 15 } })

  async function goThroughUndisturbed(): Promise<Outcome> {
    const organisation = await openTestOrganisation(world, smallPages)
    try {
      return await throughThreeDays(organisation, () => Promise.resolve())
    } finally {
      await organisation.close()
    }
  }

  async function loseTemporal(): Promise<Outcome> {
    const folder = dataFolderAt(join(root, 'temporal'))
    let temporal: LocalTemporal = await startTemporalServer(folder)
    const port = Number(temporal.address.split(':')[1])
    const organisation = await openTestOrganisation(world, smallPages, { temporal: temporal.address })
    try {
      return await throughThreeDays(organisation, async () => {
        process.kill(temporal.pid, 'SIGKILL')
        await temporal.stop()
        temporal = await startTemporalServer(folder, { port })
      })
    } finally {
      await organisation.close()
      await temporal.stop()
    }
  }

  async function losePostgres(): Promise<Outcome> {
    const folder = dataFolderAt(join(root, 'postgres'))
    let postgres: LocalPostgres = await startPostgres(folder, () => undefined)
    await migrate(postgres.url)
    const port = Number(new URL(postgres.url).port)
    const database = { url: postgres.url, drop: () => Promise.resolve() }
    const organisation = await openTestOrganisation(world, smallPages, { database })
    try {
      return await throughThreeDays(organisation, async () => {
        // Postgres calls this an immediate shutdown: every session ends at once, and it recovers from its log.
        process.kill(postgres.pid, 'SIGQUIT')
        await postgres.stop()
        postgres = await startPostgres(folder, () => undefined, { port })
      })
    } finally {
      await organisation.close()
      await postgres.stop()
    }
  }

  /** As after a failover to a replica that had not heard of the last pages. */
  async function loseCommits(): Promise<Outcome> {
    const organisation = await openTestOrganisation(world, smallPages)
    try {
      return await throughThreeDays(organisation, async () => {
        await organisation.store.pool.query(
          `UPDATE export SET state = 'submitted', pages = 0, cursor = NULL WHERE state = 'paging'`,
        )
      })
    } finally {
      await organisation.close()
    }
  }

  test(
    'Temporal killed and restarted on its file: the backfill ends with the same conversations and numbers',
    async () => {
      expect(await withoutTemporal).toEqual({ ...(await undisturbed), notOnce: [] })
    },
    patience,
  )

  test(
    'Postgres stopped at once and restarted: the backfill ends with the same conversations and numbers',
    async () => {
      expect(await withoutPostgres).toEqual({ ...(await undisturbed), notOnce: [] })
    },
    patience,
  )

  test(
    'a database that forgot the last pages: the export goes back to where the database stands',
    async () => {
      expect(await forgetful).toEqual({ ...(await undisturbed), notOnce: [] })
    },
    patience,
  )
})
