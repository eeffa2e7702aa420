import type { FaultOrder } from '../../simulator/faults/order'
import type { backfill, exportDay } from '../../src/workflows'
import { openTestOrganisation } from '../workflows/organisation'
import { type ArchiveAccount, accountOfArchive, checksumOf, inTurn } from './account'

const day = '2026-10-23'
const world = { from: day, to: day, now: '2026-10-29T06:00:00Z', conversationsPerDay: 120 }

interface Quarantined {
  reason: string
  path: string
  source: string
  detail: string
  state: string
  day: string | null
}

interface Outcome {
  first: { archive: ArchiveAccount; quarantine: Quarantined[]; jobId: string; counted: number }
  /** After the same day was pulled once more, unspoiled. */
  again: { archive: ArchiveAccount; quarantine: Quarantined[]; checksum: string }
}

async function bringHomeTwice(how: FaultOrder['how'] | 'not at all'): Promise<Outcome> {
  const faults: FaultOrder[] =
    how === 'not at all' ? [] : [{ kind: 'malformed-conversation', match: '/results', nth: 2, row: 4, how }]
  const organisation = await openTestOrganisation({ ...world, faults }, (platform) => ({
    platform: { ...platform, pageSize: 30 },
  }))
  const { name, store } = organisation
  const pull = (request: string) =>
    organisation.run<typeof exportDay>('exportDay', `export/${request}`, {
      organisation: name,
      day,
      rule: 'job-activity',
      request,
    })
  const quarantine = async () => {
    const { rows } = await store.pool.query<Quarantined>(
      'SELECT reason, path, source, detail, state, day FROM quarantine ORDER BY quarantine_key',
    )
    return rows
  }
  try {
    const counted = (await pull('first')).quarantined
    const { rows } = await store.pool.query<{ jobId: string }>('SELECT job_id AS "jobId" FROM export')
    const jobId = rows[0]?.jobId ?? ''
    const first = { archive: await accountOfArchive(store), quarantine: await quarantine(), jobId, counted }
    await pull('again')
    await organisation.run<typeof backfill>('backfill', 'compute', {
      organisation: name,
      kpis: ['average-handle-time@1', 'offered@1'],
      from: day,
      to: day,
      export: 'none',
      order: 'oldest-first',
      window: 1,
      force: false,
      daysPerRun: 10,
    })
    const archive = await accountOfArchive(store)
    return { first, again: { archive, quarantine: await quarantine(), checksum: await checksumOf(store) } }
  } finally {
    await organisation.close()
  }
}

describe('a conversation that cannot be read', () => {
  const ways = [
    'date',
    'missing-id',
    'text-value',
    'no-participants',
    'impossible-instant',
    'control-character-in-id',
    'absurd-duration',
  ] as const
  let runs: Map<string, Promise<Outcome>>

  beforeAll(() => {
    runs = inTurn<string, Outcome>(['not at all', ...ways], 5, (how) => bringHomeTwice(how as 'not at all'))
  })
  afterAll(() => Promise.allSettled(runs.values()))

  test.each(ways)(
    'spoiled in its %s, it goes to quarantine with its place and the page goes on',
    async (how) => {
      const whole = (await runs.get('not at all')) as Outcome
      const { first } = (await runs.get(how)) as Outcome
      expect(first.counted).toBe(1)
      expect(first.quarantine).toHaveLength(1)
      const [kept] = first.quarantine as [Quarantined]
      expect(kept).toMatchObject({ state: 'open', source: `job ${first.jobId} page 2 item 5` })
      expect(kept.reason).not.toBe('')
      expect(kept.path).not.toBe('')
      expect(first.archive.notOnce).toEqual([])
      const all = whole.first.archive.conversations
      const missing = all.filter((id) => !first.archive.conversations.includes(id))
      expect(missing).toHaveLength(1)
      expect(first.archive.conversations).toEqual(all.filter((id) => !missing.includes(id)))
    },
  )

  test.each([
    'date',
    'text-value',
    'no-participants',
    'impossible-instant',
    'control-character-in-id',
    'absurd-duration',
  ] as const)(
    'spoiled in its %s and readable the next time, it leaves the quarantine and the numbers are whole',
    async (how) => {
      const whole = (await runs.get('not at all')) as Outcome
      const { again } = (await runs.get(how)) as Outcome
      expect(again.quarantine.map(({ state }) => state)).toEqual(['released'])
      expect(again.archive.conversations).toEqual(whole.again.archive.conversations)
      expect(again.checksum).toBe(whole.again.checksum)
    },
  )

  test('a record without an id stays in quarantine for a person: nothing says that it is the one that came later', async () => {
    const { again } = (await runs.get('missing-id')) as Outcome
    expect(again.quarantine.map(({ state }) => state)).toEqual(['open'])
  })
})
