/** Receipts held against a world that is otherwise now than when they were made, or of which too little is known. */
import type { RegisteredDefinition } from '../../src/activities/definitions-to-compute'
import type { VerifiedPartition } from '../../src/reports/verification/verification'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { olderBuild, olderRelease } from '../store/older-build'
import { archive, empty, freshStore, now, type TestStore, zones } from '../store/stored'
import { day, type Story } from '../store/story'
import { computeAsRun, registeredBy, verify } from './verifying'

const DAY = '2026-10-20'
const HANDLE = 'average-handle-time@1'
const RESOLVED = 'first-contact-resolution@1'
const stories = day(DAY, 30)
const third = stories[2] as Story

let test_: TestStore
beforeAll(async () => {
  test_ = await freshStore()
})
beforeEach(async () => {
  await empty(test_.store)
  await replaceFileRows(test_.store, { agentZones: zones.agentZones }, now)
})
afterAll(() => test_.drop())

async function compute(kpis: readonly string[] = [HANDLE]): Promise<number> {
  return computeAsRun(test_.store, [DAY], await registeredBy(test_.store, kpis))
}

async function verifyOne(runKey: number): Promise<VerifiedPartition> {
  const [partition] = await verify(test_.store, { runKey })
  return partition as VerifiedPartition
}

function sql(statement: string): Promise<unknown> {
  return test_.store.pool.query(statement)
}

describe('what is otherwise now than when it was computed', () => {
  beforeEach(() => archive(test_.store, stories))

  it('is the cause where reference tables changed, by their names', async () => {
    const runKey = await compute()
    const moved = zones.agentZones.map((row) => ({ ...row, zone: 'Europe/London' }))
    await replaceFileRows(test_.store, { agentZones: moved }, now)
    const { verdict, first, causes } = await verifyOne(runKey)
    expect({ verdict, causes }).toEqual({
      verdict: 'not-equal',
      causes: ['reference tables changed: agent zones'],
    })
    expect(first).toMatchObject({ differsIn: ['zone'], recomputed: { zone: 'Europe/London' } })
  })

  it('is only noted where no number moves', async () => {
    const runKey = await compute()
    await replaceFileRows(
      test_.store,
      {
        agentZones: [
          ...zones.agentZones,
          { agentId: 'nobody', zone: 'Europe/London', site: null, validFrom: null, validTo: null },
        ],
      },
      now,
    )
    expect(await verifyOne(runKey)).toMatchObject({
      verdict: 'equal',
      notes: ['although reference tables changed: agent zones'],
    })
  })

  it('is nothing where only the parameters are others now: it is computed with those of then', async () => {
    const of = (targetSeconds: number) =>
      registeredBy(test_.store, ['service-level@2'], { 'service-level': { targetSeconds } })
    const before = await computeAsRun(test_.store, [DAY], await of(20))
    const after = await computeAsRun(test_.store, [DAY], await of(5))
    const [old, recent] = [await verifyOne(before), await verifyOne(after)]
    expect([old.verdict, recent.verdict]).toEqual(['equal', 'equal'])
    expect(old.outputHash).not.toBe(recent.outputHash)
  })

  it('is the code where its fingerprint is another', async () => {
    const registered = await registeredBy(test_.store, [HANDLE])
    const other = registered.map((each) => ({ ...each, fingerprint: 'of a build that took twice as long' }))
    const twice = other.map(({ definition, ...each }) => ({
      ...each,
      definition: {
        ...definition,
        observe: (...given: Parameters<typeof definition.observe>) =>
          definition.observe(...given).map((one) => ({
            ...one,
            parts:
              one.parts &&
              Object.fromEntries(
                Object.entries(one.parts).map(([name, part]) => [name, part === 1 ? 1 : 2 * part]),
              ),
          })),
      },
    }))
    const runKey = await computeAsRun(test_.store, [DAY], twice as RegisteredDefinition[])
    const causes = [expect.stringContaining('computed under another fingerprint')]
    expect(await verifyOne(runKey)).toMatchObject({ verdict: 'not-equal', differing: 30, causes, notes: [] })

    // Its rows are replaced, and known still, since the version is published.
    const mended = await compute()
    expect(await verifyOne(runKey)).toMatchObject({
      ...{ verdict: 'not-equal', differing: 30, causes },
      first: { stored: { value: 480 }, recomputed: { value: 240 } },
      notes: [`run ${mended} has computed it anew since, so its rows are those that were known then`],
    })
  })
})

describe('what cannot be told any more', () => {
  /** Receipts are never changed; a test stands for a build that noted less. */
  const forget = (what: string) =>
    sql(`ALTER TABLE computation DISABLE TRIGGER never_changed; UPDATE computation SET ${what};
         ALTER TABLE computation ENABLE TRIGGER never_changed`)
  const late = () => archive(test_.store, day(DAY, 5, 30), { observedAt: '2026-11-12T00:00:00.000Z' })

  beforeEach(() => archive(test_.store, stories))

  it('is what an earlier build computed, once its facts have changed', async () => {
    const runKey = await compute()
    await forget('seen = NULL, facts_hash = NULL')
    expect(await verifyOne(runKey)).toMatchObject({ verdict: 'equal' })
    await late()
    expect(await verifyOne(runKey)).toMatchObject({
      verdict: 'cannot-tell',
      causes: [expect.stringContaining('which snapshots it saw was not noted')],
    })
  })

  it('is what an earlier build said of contacts, once the archive reaches further', async () => {
    await sql(`INSERT INTO watermark VALUES ('org', 'job-activity', '2026-10-21')`)
    await archive(test_.store, [{ ...third, customer: 'ada' }], { observedAt: '2026-11-12T00:00:00.000Z' })
    const runKey = await compute([RESOLVED])
    await forget('seen = NULL, facts_hash = NULL, code_version = NULL, known_until = NULL')
    expect(await verifyOne(runKey)).toMatchObject({ verdict: 'equal' })
    await sql(`UPDATE watermark SET complete_until = '2026-11-20'`)
    expect(await verifyOne(runKey)).toMatchObject({
      verdict: 'cannot-tell',
      causes: [expect.stringContaining('how far the archive reached was not noted')],
    })
  })

  it('is said, and nothing else, where transactions are numbered anew, as in a restored dump', async () => {
    const runKey = await compute()
    await late()
    await forget(`seen = '9000000:9000000:'`)
    expect(await verifyOne(runKey)).toMatchObject({
      verdict: 'cannot-tell',
      causes: [expect.stringContaining('cannot be found again')],
    })
  })

  it('is whether rows are right that are not held any more; the hash still is', async () => {
    const runKey = await compute()
    await sql('DELETE FROM ledger; DELETE FROM rollup; DELETE FROM result')
    expect(await verifyOne(runKey)).toMatchObject({
      ...{ verdict: 'equal', differing: null },
      notes: ['none of its rows is held any more'],
    })
  })
})

describe('a receipt of a build with an older tz release', () => {
  // New York answers in the hours of a clock that stood an hour further on, then.
  const older = olderBuild('Asia/Kolkata', ['-5u', '-6u'], {
    start: '2026-10-20T00:00:00.000Z',
    end: '2026-10-24T00:00:00.000Z',
  })
  let runKey: number

  beforeEach(async () => {
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
    const weekly = Object.fromEntries(days.map((day) => [day, ['12:00-20:00']]))
    await replaceFileRows(
      test_.store,
      {
        agentZones: [
          { agentId: 'agent-0', zone: 'America/New_York', site: 'NY', validFrom: null, validTo: null },
        ],
        siteCalendars: [{ site: 'NY', calendar: { zone: 'Asia/Calcutta', weekly } }],
      },
      now,
    )
    const legs = [{ agentId: 'agent-0', handledAfterMinutes: 10, handleMs: 240_000 }]
    await archive(test_.store, [
      { conversationId: 'open by the older rules', startedAt: `${DAY}T05:45:00.000Z`, legs },
      { conversationId: 'open by ours', startedAt: `${DAY}T14:00:00.000Z`, legs },
    ])
    const definitions = await registeredBy(test_.store, ['adjusted-average-handle-time@2'], {}, older)
    runKey = await computeAsRun(test_.store, [DAY], definitions, older)
  })

  it('is equal: it is computed by the rules of then, which are kept', async () => {
    const [partition] = await verify(test_.store, { runKey })
    expect(partition).toMatchObject({ verdict: 'equal', rows: 1, differing: 0 })
    expect(partition?.notes[0]).toContain(`although tz release ${olderRelease} → `)
  })

  it('is not equal where those rules are not kept, and the release is the cause', async () => {
    await test_.store.pool.query('DELETE FROM zone_rules')
    const [partition] = await verify(test_.store, { runKey })
    expect(partition).toMatchObject({ verdict: 'not-equal', differing: 2 })
    expect(partition?.causes[0]).toMatch(new RegExp(`^tz release ${olderRelease} → `))
    expect(partition?.causes[1]).toBe('reference tables changed: rules of Asia/Kolkata')
  })
})
