import { decideQuarantine } from '../../src/store/archive/decide-quarantine'
import type { backfill, nightly } from '../../src/workflows'
import type { BackfillProgress } from '../../src/workflows/backfill-progress'
import { openTestOrganisation, type TestOrganisation } from './organisation'

const kpis = ['offered@1']
const spoiled = '2026-10-24'

let organisation: TestOrganisation
beforeAll(async () => {
  organisation = await openTestOrganisation(
    {
      from: '2026-10-23',
      to: '2026-10-25',
      now: '2026-10-26T06:00:00Z',
      conversationsPerDay: 20,
      queuedPolls: 0,
    },
    (platform) => ({ platform, nightly: { lookbackDays: 1 } }),
  )
})
afterAll(() => organisation.close())

function bringHome(as: string, from: string, to: string): Promise<BackfillProgress> {
  const { name } = organisation
  const how = { export: 'missing', order: 'oldest-first', window: 1, force: false, daysPerRun: 50 } as const
  return organisation.run<typeof backfill>('backfill', as, { organisation: name, kpis, from, to, ...how })
}

const night = () =>
  organisation.run<typeof nightly>('nightly', 'a night', {
    organisation: organisation.name,
    scheduledAt: '2026-10-26T03:30:00.000Z',
  })

async function decide(action: 'discard' | 'reopen'): Promise<void> {
  const at = Date.parse('2026-10-26T06:00:00Z')
  await decideQuarantine(organisation.store, { action, entries: [1], by: 'ana', why: 'never to be had', at })
}

async function attempts(): Promise<number> {
  const { rows } = await organisation.store.pool.query(
    `SELECT count(*)::int AS exports FROM export WHERE interval_start = '${spoiled}T00:00Z'`,
  )
  return rows[0].exports
}

test('a day that could not be fetched and was discarded is asked for by no backfill and no night, until it is opened again', async () => {
  const refused = organisation.simulator.control.arm({
    kind: 'failed-job',
    match: 'details/jobs/',
    times: null,
  })
  expect((await bringHome('fails', spoiled, spoiled)).quarantinedDays).toEqual([spoiled])
  organisation.simulator.control.clearFaults(refused.id)
  const tried = await attempts()

  await decide('discard')
  expect(await bringHome('around it', '2026-10-23', '2026-10-25')).toMatchObject({
    state: 'complete',
    quarantinedDays: [],
  })
  expect((await night()).exportedDays).not.toContain(spoiled)
  expect(await attempts()).toBe(tried)

  await decide('reopen')
  expect((await bringHome('opened again', spoiled, spoiled)).quarantinedDays).toEqual([])
  expect(await attempts()).toBe(tried + 1)
  const { rows } = await organisation.store.pool.query('SELECT state FROM quarantine')
  expect(rows).toEqual([{ state: 'released' }])
})
