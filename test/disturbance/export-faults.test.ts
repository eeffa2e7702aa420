import { faultCatalogue } from '../../simulator/faults/catalogue'
import type { FaultOrder } from '../../simulator/faults/order'
import type { backfill, exportDay } from '../../src/workflows'
import { openTestOrganisation } from '../workflows/organisation'
import { type ArchiveAccount, accountOfArchive, checksumOf, inTurn } from './account'

const day = '2026-10-23'
const world = { from: day, to: day, now: '2026-10-29T06:00:00Z', conversationsPerDay: 120 }
const kpis = ['average-handle-time@1', 'offered@1', 'service-level@1']

const submit = '/POST .*details\\/jobs$/'
const status = '/GET .*details\\/jobs\\/[0-9a-f-]+$/'
const pages = '/GET .*\\/results/'

/** One bad day each: what is armed, as an operator would tell it. */
const disturbances: Record<string, FaultOrder[]> = {
  'a storm of 429s while pages are read': [{ kind: 'rate-limit-storm', match: pages, nth: 2, times: 4 }],
  'a 500 at every step': [submit, status, pages].map((match) => ({ kind: 'status-500', match })),
  'a 502 at every step': [submit, status, pages].map((match) => ({ kind: 'status-502', match })),
  'a 503 at every step': [submit, status, pages].map((match) => ({ kind: 'status-503', match })),
  'a 504 after the request took effect': [submit, pages].map((match) => ({
    kind: 'status-504',
    match,
    after: true,
  })),
  'answers that take their time': [{ kind: 'slow', match: pages, times: null, delayMs: 300 }],
  'connections dropped before and after the answer was made': [
    { kind: 'dropped-connection', match: submit, after: true },
    { kind: 'dropped-connection', match: pages, nth: 2 },
  ],
  'bodies cut in the middle': [
    { kind: 'truncated-body', match: status },
    { kind: 'truncated-body', match: pages, nth: 3 },
  ],
  'an HTML page with status 200': [submit, status, pages].map((match) => ({ kind: 'html-200', match })),
  'a cursor that expires between pages': [{ kind: 'expired-cursor', match: pages, nth: 2 }],
  'a job that fails': [{ kind: 'failed-job', match: status }],
  'a job that expires while it is waited for': [{ kind: 'expired-job', match: status }],
  'a job that expires while it is read': [{ kind: 'expired-job', match: pages, nth: 3 }],
  'a page that comes twice': [{ kind: 'repeated-page', match: pages, nth: 2 }],
  'pages that shift': [{ kind: 'shifted-pages', match: pages, times: 2, shift: 7 }],
  'a page that names its own cursor as the next': [{ kind: 'repeated-cursor', match: pages, nth: 2 }],
  'a token revoked between pages': [{ kind: 'token-revoked', match: pages, nth: 2 }],
  'one request in six failing in some way': (
    ['status-500', 'status-503', 'dropped-connection', 'truncated-body', 'html-200'] as const
  ).map((kind) => ({ kind, match: 'details/jobs', times: null, probability: 0.035 })),
}

interface Outcome {
  archive: ArchiveAccount
  checksum: string
  /** Conversations that began on the day, as the platform itself counts them. */
  began: string[]
  struck: number
  quarantined: number
  complete: boolean
}

async function bringHome(faults: FaultOrder[]): Promise<Outcome> {
  const organisation = await openTestOrganisation({ ...world, faults }, (platform) => ({
    platform: { ...platform, pageSize: 30 },
  }))
  try {
    const { name, simulator, store } = organisation
    const exported = await organisation.run<typeof exportDay>('exportDay', 'export', {
      organisation: name,
      day,
      rule: 'job-activity',
      request: 'first',
    })
    await organisation.run<typeof backfill>('backfill', 'compute', {
      organisation: name,
      kpis,
      from: day,
      to: day,
      export: 'none',
      order: 'oldest-first',
      window: 1,
      force: false,
      daysPerRun: 10,
    })
    const start = Date.parse(`${day}T00:00:00Z`)
    const truth = simulator.control.truth.conversations(start, start + 86_400_000)
    return {
      archive: await accountOfArchive(store),
      checksum: await checksumOf(store),
      began: truth.map(({ conversationId }) => conversationId).sort(),
      struck: simulator.control.faults().reduce((sum, fault) => sum + fault.struck, 0),
      quarantined: exported.quarantined,
      complete: exported.complete,
    }
  } finally {
    await organisation.close()
  }
}

describe('an export through everything that can go wrong on the platform', () => {
  const undisturbedDay = 'nothing goes wrong'
  let runs: Map<string, Promise<Outcome>>

  beforeAll(() => {
    const names = [undisturbedDay, ...Object.keys(disturbances)]
    runs = inTurn(names, 6, (name) => bringHome(disturbances[name] ?? []))
  })
  afterAll(() => Promise.allSettled(runs.values()))

  test('nothing goes wrong: the archive holds what began that day, each once', async () => {
    const run = (await runs.get(undisturbedDay)) as Outcome
    expect(run).toMatchObject({ struck: 0, quarantined: 0, complete: true })
    expect(run.began.length).toBeGreaterThan(80)
    expect(run.archive.byDay.get(day)).toEqual(run.began)
    expect(run.archive.notOnce).toEqual([])
  })

  test.each(Object.keys(disturbances))('%s: every conversation once, and the same numbers', async (name) => {
    const quiet = (await runs.get(undisturbedDay)) as Outcome
    const run = (await runs.get(name)) as Outcome
    expect(run.struck).toBeGreaterThan(0)
    expect(run).toMatchObject({ quarantined: 0, complete: true })
    expect(run.archive.conversations).toEqual(quiet.archive.conversations)
    expect(run.archive.notOnce).toEqual([])
    expect(run.checksum).toBe(quiet.checksum)
  })

  test('a page that knows less of the day than the others: it is not called complete', async () => {
    const run = await bringHome([{ kind: 'availability-behind', match: pages, nth: 1, hours: 130 }])
    expect(run).toMatchObject({ struck: 1, quarantined: 0, complete: false })
  })

  test('no fault of the catalogue is left out', () => {
    const armed = Object.values(disturbances).flatMap((orders) => orders.map(({ kind }) => kind as string))
    // One is about writes, one about single conversations, one about agents (agent-time.test.ts), one about coverage, and two are
    // refusals that no retry mends.
    const elsewhere = [
      'partial-write-failure',
      'malformed-conversation',
      'malformed-user',
      'availability-behind',
      'forbidden',
      'unauthorised',
    ]
    expect([...new Set([...armed, ...elsewhere])].sort()).toEqual(Object.keys(faultCatalogue).sort())
  })
})
