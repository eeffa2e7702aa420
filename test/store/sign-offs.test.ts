import { deliveryScope } from '../../src/activities/delivery-scope'
import type { Connection } from '../../src/store/connection'
import { dirtyDays } from '../../src/store/days/dirty-days'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { rollBack } from '../../src/store/definitions/roll-back'
import { completeExport } from '../../src/store/exports/complete-export'
import { openStore, type Store } from '../../src/store/open-store'
import { readPartitionRuns } from '../../src/store/plans/read-partition-runs'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { markDay, readLedger } from '../../src/store/results/ledger'
import { readDayStates } from '../../src/store/results/read-day-states'
import { readPublishedPeriods } from '../../src/store/sign-offs/period'
import { readProvisional } from '../../src/store/sign-offs/read-provisional'
import { readReachingIn } from '../../src/store/sign-offs/read-reaching-in'
import { readSignOffs } from '../../src/store/sign-offs/read-sign-offs'
import { readWouldChange } from '../../src/store/sign-offs/read-would-change'
import { reopen } from '../../src/store/sign-offs/reopen'
import { signOff } from '../../src/store/sign-offs/sign-off'
import { parseInstant } from '../../src/time/instant'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'
import { someoneWaitsForALock } from './waiting'

/** Twelve conversations on each of two days, computed by two versions; the first of them is published. A third of the legs are set aside. */
const [FIRST, LAST, NEXT] = ['2026-10-20', '2026-10-21', '2026-10-22'] as const
const KPI = 'adjusted-average-handle-time'
const range = { first: FIRST, last: LAST }

let test: TestStore
let v1: DefinitionToCompute
let v2: DefinitionToCompute
const others: Store[] = []

beforeAll(async () => {
  test = await freshStore()
})
beforeEach(async () => {
  v1 = await ready(test.store, `${KPI}@1`)
  v2 = await ready(test.store, `${KPI}@2`)
  await archive(test.store, day(FIRST, 12))
  await archive(test.store, day(LAST, 12, 500))
  for (const each of [FIRST, LAST]) await recompute(test.store, each, [v1, v2])
})
afterEach(async () => {
  await Promise.all(others.splice(0).map((store) => store.close()))
  await empty(test.store)
})
afterAll(() => test.drop())

const ana = { by: 'ana', why: 'the month is closed', at: now + 1000 }

function sign(
  definition: DefinitionToCompute = v1,
  days: { first: string; last: string } = range,
  provided: (tx: Connection) => Promise<object> = async () => ({}),
  store: Store = test.store,
) {
  const periods = [{ definitionKey: definition.definitionKey, ...days }]
  return signOff(store, { range: days, periods, ...ana, provided })
}

function open(days: { first: string; last: string } = range, definition: DefinitionToCompute = v1) {
  const periods = [{ definitionKey: definition.definitionKey, ...days }]
  return reopen(test.store, {
    range: days,
    periods,
    by: 'ben',
    why: 'a queue was missing',
    at: now + 2000,
  })
}

/** Everything that is stored of the numbers of a version: rows, roll-ups and what the ledger says of them. */
async function numbersOf({ definitionKey }: DefinitionToCompute): Promise<unknown[]> {
  const { rows } = await test.store.pool.query(
    `SELECT to_jsonb(r) AS row, r.xmin FROM result r WHERE definition_key = $1
      UNION ALL SELECT to_jsonb(u), u.xmin FROM rollup u WHERE definition_key = $1
      UNION ALL SELECT to_jsonb(l), l.xmin FROM ledger l WHERE definition_key = $1
      ORDER BY 1`,
    [definitionKey],
  )
  return rows
}

async function lateConversations(on: string = FIRST): Promise<void> {
  await archive(test.store, day(on, 5, 700), { observedAt: '2026-11-12T00:00:00.000Z' })
}

describe('a signed-off day', () => {
  it('is left as it is by a recompute, also by force and under another meaning; versions beside it are computed', async () => {
    await sign()
    const before = await numbersOf(v1)
    await lateConversations()
    for (const [definition, force] of [
      [v1, false],
      [v1, true],
      [{ ...v1, fingerprint: 'other' }, false],
    ] as const) {
      const [one, two] = await recompute(test.store, FIRST, [definition, v2], { force })
      expect(one).toMatchObject({
        mode: 'signed-off',
        rowsWritten: 0,
        rowsDeleted: 0,
        subjectsRead: 0,
        rows: 12,
      })
      expect(two?.mode).not.toBe('signed-off')
    }
    expect(await numbersOf(v1)).toEqual(before)
    const [, other] = await readLedger(test.store.pool, { first: FIRST, last: FIRST })
    expect(other).toMatchObject({ definitionKey: v2.definitionKey, rows: 11 })
  })

  it('to which nothing came is unchanged and not said to be kept back', async () => {
    await sign()
    expect(await recompute(test.store, FIRST, [v1])).toMatchObject([{ mode: 'unchanged', rowsUnchanged: 12 }])
  })

  it('stays empty when it was: what comes late for it is archived, and in no number', async () => {
    await sign(v1, { first: FIRST, last: NEXT })
    await archive(test.store, day(NEXT, 4))
    expect(await recompute(test.store, NEXT, [v1])).toMatchObject([{ mode: 'signed-off', rows: 0 }])
    expect(await readLedger(test.store.pool, { first: NEXT, last: NEXT })).toEqual([])
    expect(await wouldChange()).toEqual([NEXT])
  })

  it('is not put in quarantine by a recompute that fails, and written by nobody who forgets to ask', async () => {
    await sign()
    await lateConversations()
    const failed = { day: FIRST, factsRevisions: null, detail: 'broken', runKey: 2, at: now }
    await markDay(test.store.pool, { ...failed, definitions: [v1, v2] })
    const entries = await readLedger(test.store.pool, { first: FIRST, last: FIRST })
    expect(entries.map(({ state }) => state)).toEqual(['computed', 'quarantined'])
    for (const statement of ['UPDATE ledger SET rows = 0', 'DELETE FROM ledger'])
      await expect(test.store.pool.query(statement)).rejects.toMatchObject({ code: 'RT001' })
  })

  it('is computed again once it is reopened, and only then', async () => {
    await sign()
    await lateConversations()
    expect(await open({ first: FIRST, last: FIRST })).toMatchObject({ days: 1 })
    expect(await recompute(test.store, FIRST, [v1])).toMatchObject([{ mode: 'changed', rows: 17 }])
    await lateConversations(LAST)
    expect(await recompute(test.store, LAST, [v1])).toMatchObject([{ mode: 'signed-off' }])
  })

  it('makes no day dirty, stands in every report, and is told to have changed', async () => {
    const dirty = async (...definitions: DefinitionToCompute[]) => {
      const keys = definitions.map(({ definitionKey }) => definitionKey)
      const wanted = { staleFor: keys, missingFor: keys, after: null, limit: 9 }
      return (await dirtyDays(test.store.pool, wanted)).days
    }
    await sign()
    expect(await wouldChange()).toEqual([])
    await lateConversations()
    expect(await dirty(v1)).toEqual([])
    expect(await dirty(v1, v2)).toEqual([FIRST])
    expect(await wouldChange()).toEqual([FIRST])
    const states = await readDayStates(test.store.pool, {
      ...range,
      definitionKeys: [v1.definitionKey, v2.definitionKey],
    })
    expect(states.map(({ state, signedOff }) => `${state} ${signedOff}`)).toEqual([
      'computed true',
      'stale false',
      'computed true',
      'computed false',
    ])
  })

  it('stands as such in a plan, with what would be done for it', async () => {
    await sign(v1, { first: FIRST, last: FIRST })
    await sign(v1, { first: LAST, last: LAST })
    await lateConversations(LAST)
    const { definition, definitionKey, fingerprint, referenceFingerprint } = v1
    const rows = await readPartitionRuns(test.store.pool, {
      ...range,
      versions: [
        {
          kpi: `${definition.name}@1`,
          definitionKey,
          subject: 'conversation',
          fingerprint,
          referenceFingerprint,
          retired: null,
        },
      ],
      toFetch: [],
      failed: [],
    })
    expect(rows).toMatchObject([
      { state: 'signed-off', cause: null, first: FIRST, last: FIRST, signOffKey: 1 },
      { state: 'signed-off', cause: 'facts', first: LAST, last: LAST, signOffKey: 2, changed: 5 },
    ])
  })

  it('settles what was sent of a date once all UTC days that the date touches somewhere are signed off', async () => {
    const definitions = await readDefinitions(test.store.pool, KPI)
    const dates = { firstDate: FIRST, lastDate: LAST, versionOn: () => 1 }
    const since = async (date: string) =>
      (await deliveryScope(test.store.pool, { organisation: 'org', definitions, ...dates })).signedOffSince(
        KPI,
        date,
      )
    await sign(v1, { first: FIRST, last: NEXT })
    await sign(v2, { first: '2026-10-19', last: NEXT })
    expect(await since(FIRST)).toBeNull()
    expect(await since(LAST)).toBe(ana.at)
  })

  function wouldChange(): Promise<string[]> {
    return readWouldChange(test.store.pool, { first: FIRST, last: '2026-10-31', versions: [v1, v2] })
  }
})

describe('a sign-off', () => {
  it('that is refused under its locks leaves nothing', async () => {
    const refused = async () => {
      throw new Error('a day is missing')
    }
    await expect(sign(v1, range, refused)).rejects.toThrow('a day is missing')
    expect(await readSignOffs(test.store.pool)).toEqual([])
    await lateConversations()
    expect(await recompute(test.store, FIRST, [v1])).toMatchObject([{ mode: 'changed' }])
  })

  it('of what is signed off says so and adds nothing; of some days more it protects those', async () => {
    expect(await sign()).toMatchObject({ days: 2 })
    expect(await sign()).toBeNull()
    expect(await sign(v1, { first: FIRST, last: NEXT })).toMatchObject({ days: 1 })
    expect((await readSignOffs(test.store.pool)).map(({ stands }) => stands)).toEqual([2, 1])
  })

  it('takes three years at once', async () => {
    const years = { first: '2024-01-01', last: '2026-12-31' }
    expect(await sign(v1, years)).toMatchObject({ days: 1096 })
    expect(await open({ first: FIRST, last: LAST })).toMatchObject({ days: 2 })
    expect(await readSignOffs(test.store.pool)).toMatchObject([
      { stands: 1094, versions: [{ partitions: 2 }] },
      { stands: 0, versions: [{ partitions: 2 }] },
    ])
  })

  it('waits for a recompute of its days that is under way, and signs what that makes', async () => {
    await lateConversations()
    const signer = await anotherWorker()
    const holder = await test.store.pool.connect()
    try {
      // Holds the recompute up where it writes: by then it has the day's lock and its snapshot.
      await holder.query('BEGIN; LOCK TABLE rollup IN EXCLUSIVE MODE')
      const { observed, definition } = telling(v1)
      const recomputing = recompute(test.store, FIRST, [definition])
      await observed
      const rowsSeen = async (tx: Connection) =>
        (await readLedger(tx, { first: FIRST, last: FIRST }))[0]?.rows
      const signing = sign(v1, range, async (tx) => ({ rows: await rowsSeen(tx) }), signer)
      await someoneWaitsForALock(test.store)
      await holder.query('ROLLBACK')
      expect(await recomputing).toMatchObject([{ mode: 'changed', rows: 17 }])
      await signing
    } finally {
      holder.release()
    }
    expect(await readSignOffs(test.store.pool)).toMatchObject([{ evidence: { rows: 17 }, stands: 2 }])
  })

  it('under way holds up a recompute of its days, which then leaves them as they are', async () => {
    await lateConversations()
    const before = await numbersOf(v1)
    let recomputing: Promise<unknown> | undefined
    const worker = await anotherWorker()
    await sign(v1, range, async () => {
      recomputing = recompute(worker, FIRST, [v1])
      await someoneWaitsForALock(test.store)
      return {}
    })
    expect(await recomputing).toMatchObject([{ mode: 'signed-off' }])
    expect(await numbersOf(v1)).toEqual(before)
  })

  it('side by side with others and with recomputes protects the very numbers it tells of', async () => {
    const workers = [test.store, await anotherWorker(), await anotherWorker()]
    const busy = workers.map(async (store, which) => {
      for (let i = 0; i < 6; i++) {
        await archive(store, day(FIRST, 1, 800 + which * 10 + i))
        await recompute(store, FIRST, [v1], { runKey: which + 1 })
        if (i === which * 2) await sign(v1, range, async () => ({}), store)
      }
    })
    await Promise.all(busy)
    await open()
    await sign()
    const hashes = (await readSignOffs(test.store.pool)).map(({ versions }) => versions[0]?.outputHash)
    expect(hashes).toHaveLength(3)
    expect(new Set(hashes).size).toBe(1)
  })

  /** The definition, and when it is first asked for an observation. */
  function telling(of: DefinitionToCompute): { observed: Promise<void>; definition: DefinitionToCompute } {
    let tell: () => void = () => {}
    const observed = new Promise<void>((resolve) => {
      tell = resolve
    })
    const observe: typeof of.definition.observe = (facts, context) => {
      tell()
      return of.definition.observe(facts, context)
    }
    return { observed, definition: { ...of, definition: { ...of.definition, observe } } }
  }

  async function anotherWorker(): Promise<Store> {
    const store = await openStore(test.url)
    others.push(store)
    return store
  }
})

describe('the account of sign-offs', () => {
  it('tells who signed off and reopened what, when and why, with a hash of what stood', async () => {
    await sign()
    await open({ first: LAST, last: LAST })
    const [signed, opened] = await readSignOffs(test.store.pool)
    const kpi = `${KPI}@1`
    expect(signed).toMatchObject({
      action: 'sign-off',
      ...range,
      by: 'ana',
      why: ana.why,
      at: ana.at,
      stands: 1,
    })
    expect(signed?.versions).toMatchObject([{ kpi, ...range, partitions: 2 }])
    expect(opened).toMatchObject({ action: 'reopen', first: LAST, last: LAST, by: 'ben', stands: 0 })
    expect(opened?.versions).toMatchObject([{ kpi, first: LAST, last: LAST, partitions: 1 }])
    await open({ first: FIRST, last: FIRST })
    await recompute(test.store, FIRST, [v1], { force: true })
    await sign()
    const again = (await readSignOffs(test.store.pool)).at(-1)
    expect(again?.versions[0]?.outputHash).toBe(signed?.versions[0]?.outputHash)
    await open()
    await lateConversations()
    await recompute(test.store, FIRST, [v1])
    await sign()
    const other = (await readSignOffs(test.store.pool)).at(-1)
    expect(other?.versions[0]?.outputHash).not.toBe(signed?.versions[0]?.outputHash)
  })

  it('is never changed, and nothing of it goes', async () => {
    await sign()
    const { pool } = test.store
    for (const statement of [
      `UPDATE sign_off SET why = ''`,
      'DELETE FROM sign_off_version',
      'UPDATE sign_off_version SET partitions = 0',
    ])
      await expect(pool.query(statement)).rejects.toThrow('never changed')
  })

  it('gets no entry from reopening what is open', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'sign-off.not-signed-off' })
    await sign()
    await expect(open(range, v2)).rejects.toMatchObject({ code: 'sign-off.not-signed-off' })
    expect(await readSignOffs(test.store.pool)).toHaveLength(1)
  })
})

describe('what a signed-off period is published as', () => {
  const promote = (version: number, since: string | null = null) =>
    publishDefinition(test.store, { name: KPI, version, at: now + 5000, by: 'ana', why: 'new', since })
  const back = () => rollBack(test.store, { name: KPI, at: now + 6000, by: 'ben', why: 'not yet' })

  it('is moved neither by a promotion nor by a rollback, and the sign-off is named', async () => {
    await sign()
    await expect(promote(2)).rejects.toMatchObject({
      code: 'publish.signed-off',
      message: `${KPI}@1 is signed off from ${FIRST} to ${LAST} (by ana on 2026-11-20) and would no longer be what is published for these 2 days.`,
      advice: expect.stringContaining(`--since ${NEXT}`),
    })
    await expect(promote(2, LAST)).rejects.toMatchObject({ code: 'publish.signed-off' })
    expect(await promote(2, NEXT)).toBe(true)
    await sign(v2, { first: NEXT, last: NEXT })
    await expect(back()).rejects.toMatchObject({
      code: 'publish.signed-off',
      message: expect.stringContaining(`${KPI}@2 is signed off on ${NEXT} (by ana`),
      advice: expect.stringMatching(/^Open them first: (?!.*--since)/),
      fields: { version: 2, days: 1 },
    })
    await open({ first: NEXT, last: NEXT }, v2)
    await back()
  })

  it('may become what was signed off, and that of a candidate binds nobody', async () => {
    await sign(v2)
    expect(await promote(2)).toBe(true)
    await expect(back()).rejects.toMatchObject({ code: 'publish.signed-off' })
  })

  it('is by date what is in force for it', async () => {
    await promote(2, LAST)
    await promote(1, NEXT)
    expect(await readPublishedPeriods(test.store.pool, { first: FIRST, last: '2026-10-25' })).toEqual([
      { definitionKey: v1.definitionKey, first: FIRST, last: FIRST },
      { definitionKey: v2.definitionKey, first: LAST, last: LAST },
      { definitionKey: v1.definitionKey, first: NEXT, last: '2026-10-25' },
    ])
    expect(await readPublishedPeriods(test.store.pool, { first: LAST, last: LAST })).toEqual([
      { definitionKey: v2.definitionKey, first: LAST, last: LAST },
    ])
  })
})

describe('what a sign-off has to know', () => {
  const periods = () => [{ definitionKey: v1.definitionKey, ...range }]

  it('is how many observations are provisional, until the archive reaches beyond what they may still become', async () => {
    const provisional = () => readProvisional(test.store.pool, periods())
    const all = [FIRST, LAST].map((each) => ({ definitionKey: v1.definitionKey, day: each, observations: 8 }))
    expect(await provisional()).toEqual(all)
    await reachUntil('2026-10-24T00:00:00.000Z')
    expect((await provisional()).map(({ day }) => day)).toEqual([LAST])
    await reachUntil('2026-10-26T00:00:00.000Z')
    expect(await provisional()).toEqual([])
    await test.store.pool.query(`UPDATE rollup SET unfinished = 1 WHERE day = '${LAST}'`)
    expect((await provisional()).map(({ day }) => day)).toEqual([LAST])
  })

  it('is what else lies on its dates: of conversations that began on days nobody signed off', async () => {
    const reaching = () => readReachingIn(test.store.pool, periods())
    expect(await reaching()).toBeNull()
    const before = '2026-10-19'
    const overMidnight = {
      conversationId: 'over midnight',
      startedAt: `${before}T23:50:00.000Z`,
      legs: [{ agentId: 'agent-1', handledAfterMinutes: 30, handleMs: 60_000 }],
    }
    await archive(test.store, [overMidnight])
    await recompute(test.store, before, [v1])
    expect(await reaching()).toEqual({ observations: 1, first: before, last: before })
    await sign(v1, { first: before, last: before })
    expect(await reaching()).toBeNull()
  })
})

/** A file that vouches for everything up to then. */
async function reachUntil(instant: string): Promise<void> {
  const { rows } = await test.store.pool.query<{ exportKey: number }>(
    `INSERT INTO export (organisation, request_key, attempt, selection_rule, interval_start, interval_end, state, started_at)
     VALUES ('org', $1, 1, 'file', '2026-10-20T00:00Z', '2026-10-21T00:00Z', 'submitted', '2026-10-26T00:00Z')
     RETURNING export_key AS "exportKey"`,
    [`a file until ${instant}`],
  )
  await completeExport(test.store, {
    exportKey: rows[0]?.exportKey ?? 0,
    dataAvailableUntil: parseInstant(instant),
    settled: false,
    at: now,
  })
}

it('a reader sees a day signed off or not, never half of a period', async () => {
  const counted = async () =>
    (await test.store.pool.query('SELECT count(*)::int AS days FROM signed_off')).rows[0].days
  const seen = new Set<number>()
  let busy = true
  const polling = (async () => {
    while (busy) seen.add(await counted())
  })()
  for (let i = 0; i < 20; i++) {
    await sign()
    await open()
  }
  busy = false
  await polling
  expect([...seen].filter((days) => days !== 0 && days !== 2)).toEqual([])
})
