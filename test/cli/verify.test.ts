/** A run is computed again from the archive and held against its receipts and its rows; each way in which they can differ. */
import fc from 'fast-check'
import type { Dependencies } from '../../src/activities/dependencies'
import { receiptOf } from '../../src/activities/receipt'
import type { VerifiedPartition } from '../../src/reports/verification/verification'
import type { ReceiptsWanted } from '../../src/store/receipts/read-receipts'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { archive, empty, freshStore, now, type TestStore, zones } from '../store/stored'
import { day, type Story } from '../store/story'
import { computeAsRun, registeredBy, verify as verifyIn } from './verifying'

const DAY = '2026-10-20'
const HANDLE = 'average-handle-time@1'
const OFFERED = 'offered@1'
const RESOLVED = 'first-contact-resolution@1'

let test_: TestStore
beforeAll(async () => {
  test_ = await freshStore()
})
beforeEach(async () => {
  await empty(test_.store)
  await replaceFileRows(test_.store, { agentZones: zones.agentZones }, now)
})
afterAll(() => test_.drop())

async function compute(kpis: readonly string[] = [HANDLE], days: readonly string[] = [DAY]): Promise<number> {
  return computeAsRun(test_.store, days, await registeredBy(test_.store, kpis))
}

function verify(wanted: Partial<ReceiptsWanted>): Promise<VerifiedPartition[]> {
  return verifyIn(test_.store, wanted)
}

async function verifyOne(runKey: number): Promise<VerifiedPartition> {
  const [partition] = await verify({ runKey })
  return partition as VerifiedPartition
}

function sql(statement: string): Promise<unknown> {
  return test_.store.pool.query(statement)
}

const stories = day(DAY, 30)
const third = stories[2] as Story
const keyOf = (story: Story) =>
  `(SELECT conversation_key FROM conversation WHERE conversation_id = '${story.conversationId}')`

describe('a run of which nothing was altered', () => {
  it('is equal, each definition and day of it, and writes nothing', async () => {
    await archive(test_.store, [...stories, ...day('2026-10-21', 10)])
    const runKey = await compute([HANDLE, OFFERED, RESOLVED], [DAY, '2026-10-21'])
    const partitions = await verify({ runKey })
    expect(partitions.map(({ kpi, day: of, verdict, rows }) => `${of} ${kpi} ${verdict} ${rows}`)).toEqual([
      `${DAY} ${HANDLE} equal 30`,
      `${DAY} ${RESOLVED} equal 30`,
      `${DAY} ${OFFERED} equal 30`,
      `2026-10-21 ${HANDLE} equal 10`,
      `2026-10-21 ${RESOLVED} equal 10`,
      `2026-10-21 ${OFFERED} equal 10`,
    ])
    // One by one as in one pass.
    const { rows } = await test_.store.pool.query('SELECT DISTINCT definition_key AS key FROM computation')
    const alone = await Promise.all(rows.map(({ key }) => verify({ runKey, definitionKeys: [key] })))
    expect(alone.flat()).toHaveLength(partitions.length)
    expect(alone.flat()).toEqual(expect.arrayContaining(partitions))
    for (const { outputHash, recomputedHash, causes, notes, differing } of partitions)
      expect({ hash: recomputedHash, causes, notes, differing }).toEqual({
        ...{ hash: outputHash, causes: [], notes: [], differing: 0 },
      })
  })

  it('is equal as of its own inputs after late data came, and so is the run after it', async () => {
    await archive(test_.store, stories)
    const before = await compute([HANDLE, OFFERED])
    const longer = { ...third, legs: [{ agentId: 'agent-1', handledAfterMinutes: 9, handleMs: 500_000 }] }
    await archive(test_.store, [longer, ...day(DAY, 5, 30)], { observedAt: '2026-11-12T00:00:00.000Z' })
    const after = await compute([HANDLE, OFFERED])
    expect(await verify({ runKey: after })).toMatchObject([
      { verdict: 'equal', rows: 35, asOfThen: false, notes: [] },
      { verdict: 'equal', rows: 35, asOfThen: false, notes: [] },
    ])
    const [handle] = await verify({ runKey: before })
    expect(handle).toMatchObject({ verdict: 'equal', rows: 30, asOfThen: true, differing: null })
    expect(handle?.notes).toEqual([
      expect.stringMatching(/^as the archive was seen then: 6 snapshots have come since: .* and 3 more$/),
      `run ${after} has computed it anew since, so only its hash is compared`,
    ])
  })

  it('is read as it was also where a snapshot came later that was older', async () => {
    await archive(test_.store, stories)
    const runKey = await compute()
    const older = { ...third, legs: [] }
    await archive(test_.store, [older], { observedAt: '2026-11-01T00:00:00.000Z' })
    await archive(test_.store, day(DAY, 1, 40), { observedAt: '2026-11-12T00:00:00.000Z' })
    expect(await verifyOne(runKey)).toMatchObject({ verdict: 'equal', asOfThen: true, differing: 0 })
    expect(await verifyOne(await compute())).toMatchObject({ verdict: 'equal', rows: 31 })
  })

  it('is equal of contacts whose neighbours on other days came later', async () => {
    const contact = (id: string, of: string): Story => ({
      ...{ conversationId: id, startedAt: `${of}T10:00:00.000Z`, customer: 'ada' },
      legs: [{ agentId: 'agent-0', handledAfterMinutes: 10, handleMs: 60_000 }],
    })
    await sql(`INSERT INTO watermark VALUES ('org', 'job-activity', '2026-11-20')`)
    await archive(test_.store, [contact('first', DAY), contact('third', '2026-11-15')])
    const before = await compute([RESOLVED])
    await archive(test_.store, [contact('second', '2026-10-22')])
    const after = await compute([RESOLVED])
    const [old, recent] = [await verifyOne(before), await verifyOne(after)]
    expect(old).toMatchObject({ verdict: 'equal', asOfThen: true })
    expect(old.notes[0]).toBe('as the archive was seen then: what is beside it has changed since')
    expect(recent).toMatchObject({ verdict: 'equal', asOfThen: false })
    // The second contact made the first one's customer come again.
    expect(old.outputHash).not.toBe(recent.outputHash)
  })
})

test('what waited for time is computed again as far as the archive reached then', async () => {
  await archive(test_.store, [{ ...third, customer: 'ada' }])
  const reaches = (until: string) =>
    sql(`INSERT INTO watermark VALUES ('org', 'job-activity', '${until}')
             ON CONFLICT (organisation, selection_rule) DO UPDATE SET complete_until = excluded.complete_until`)
  await reaches('2026-10-21')
  const open = await compute([RESOLVED])
  await reaches('2026-11-20')
  const decided = await compute([RESOLVED])
  const [before, after] = [await verifyOne(open), await verifyOne(decided)]
  expect([before.verdict, after.verdict]).toEqual(['equal', 'equal'])
  expect(before.outputHash).not.toBe(after.outputHash)
})

describe('a row that was altered', () => {
  let runKey: number
  beforeEach(async () => {
    await archive(test_.store, stories)
    runKey = await compute()
  })
  const byHand = () =>
    `the rows held are not those that run ${runKey} wrote: they were changed afterwards, and by no recompute`

  it('is named, with both values in the unit of the KPI', async () => {
    await sql(`UPDATE result SET parts[1] = 900000 WHERE subject_key = ${keyOf(third)}`)
    const partition = await verifyOne(runKey)
    expect(partition).toMatchObject({
      verdict: 'not-equal',
      unit: 'seconds',
      differing: 1,
      first: {
        subject: third.conversationId,
        ordinal: 0,
        differsIn: ['value', 'parts'],
        stored: { value: 900 },
        recomputed: { value: 240.002 },
      },
    })
    expect(partition.causes).toEqual([byHand(), '1 roll-up cell is not the sum of its rows'])
  })

  it('is named where it is gone, and where it was added', async () => {
    await sql(`DELETE FROM result WHERE subject_key = ${keyOf(third)}`)
    expect(await verifyOne(runKey)).toMatchObject({
      ...{ verdict: 'not-equal', differing: 1 },
      first: { subject: third.conversationId, differsIn: [], stored: null, recomputed: { value: 240.002 } },
    })
    await sql(`INSERT INTO result SELECT definition_key, day, subject_key, at, 7, agent_key, queue_key, run_key, media_key,
                      direction, zone_key, flags, parts FROM result WHERE subject_key = ${keyOf(stories[0] as Story)}`)
    expect(await verifyOne(runKey)).toMatchObject({
      ...{ verdict: 'not-equal', differing: 2 },
      first: { subject: (stories[0] as Story).conversationId, ordinal: 7, recomputed: null },
    })
  })

  it('is named after its column where the value is the same', async () => {
    await sql(`UPDATE result SET agent_key = (SELECT agent_key FROM agent WHERE agent_id = 'agent-0')
                WHERE subject_key = ${keyOf(third)}`)
    const { first, causes } = await verifyOne(runKey)
    expect(first).toMatchObject({ differsIn: ['agentId'], stored: { agentId: 'agent-0' } })
    expect(causes).toEqual([byHand()])
  })

  it('is named whatever was written into it', async () => {
    await sql(`UPDATE result SET parts = '{0, NULL}' WHERE subject_key = ${keyOf(third)}`)
    expect(await verifyOne(runKey)).toMatchObject({
      ...{ verdict: 'not-equal', differing: 1 },
      first: { subject: third.conversationId, recomputed: { value: 240.002 } },
    })
  })

  it('shows what was written into it where it had been set aside', async () => {
    // Of some of its agents nobody knows the zone.
    runKey = await compute(['adjusted-average-handle-time@1'])
    await sql(`UPDATE result SET parts = '{60000, 1}' WHERE (flags & 1) = 1`)
    expect((await verifyOne(runKey)).first).toMatchObject({
      differsIn: ['parts'],
      stored: { setAside: true, value: null, parts: { handleMs: 60_000 } },
      recomputed: { setAside: true, value: null, parts: null },
    })
  })

  it('may be a roll-up', async () => {
    await sql('UPDATE rollup SET observations = observations + 1')
    expect(await verifyOne(runKey)).toMatchObject({
      ...{ verdict: 'not-equal', differing: 0, first: null },
      causes: [expect.stringMatching(/^\d+ roll-up cells are not the sum of their rows$/)],
    })
  })
})

describe('an archived snapshot that was altered', () => {
  const otherFacts =
    'the facts it was computed from are not those that the archive gives, although no more has come since'
  const alter = (handleMs: number, note = '') =>
    sql(`UPDATE snapshot SET body = replace(replace(body::text, '"handleMs":240002', '"handleMs":${handleMs}'), '{', '{${note}')::json
          WHERE conversation_key = ${keyOf(third)}`)

  beforeEach(() => archive(test_.store, stories))

  it('is named, with the row that it moves', async () => {
    const runKey = await compute([HANDLE, OFFERED])
    await alter(700_000)
    const [handle, offered] = await verify({ runKey })
    const named = `snapshot 1 of conversation ${third.conversationId}: not what was archived: the content does not have the hash that was noted of it`
    expect(handle).toMatchObject({
      ...{ verdict: 'not-equal', differing: 1, causes: [named] },
      first: { subject: third.conversationId, stored: { value: 240.002 }, recomputed: { value: 700 } },
    })
    // Of the other definition no number moves, but what it stands on is not what it was.
    expect(offered).toMatchObject({ verdict: 'not-equal', differing: 0, first: null, causes: [named] })
  })

  it('is found by the hash of the facts where its own hash was altered with it', async () => {
    const runKey = await compute()
    await alter(700_000)
    await sql(`UPDATE snapshot SET content_hash = sha256(convert_to(body::text, 'UTF8'))`)
    expect(await verifyOne(runKey)).toMatchObject({
      verdict: 'not-equal',
      first: { subject: third.conversationId },
      causes: [`${third.conversationId}: ${otherFacts}`],
    })
  })

  it('is missed where it is gone', async () => {
    const runKey = await compute()
    await sql(`DELETE FROM snapshot WHERE conversation_key = ${keyOf(third)}`)
    expect(await verifyOne(runKey)).toMatchObject({
      ...{ verdict: 'not-equal', differing: 1 },
      first: { subject: third.conversationId, recomputed: null },
      causes: [`${third.conversationId} (without a snapshot): ${otherFacts}`],
    })
  })

  it('that cannot be read any more is named, and its rows are said not to arise', async () => {
    const runKey = await compute()
    await sql(`UPDATE snapshot SET body = 'null' WHERE conversation_key = ${keyOf(third)}`)
    const { causes, first } = await verifyOne(runKey)
    expect(causes).toContain(`conversation ${third.conversationId}: not readable any more`)
    expect(first).toMatchObject({ subject: third.conversationId, recomputed: null })
  })
})

test('what stands of a KPI is verified whoever computed it', async () => {
  await archive(test_.store, [...stories, ...day('2026-10-21', 10)])
  const first = await compute([HANDLE, OFFERED], [DAY, '2026-10-21'])
  await archive(test_.store, day('2026-10-21', 5, 10), { observedAt: '2026-11-12T00:00:00.000Z' })
  const second = await compute([HANDLE], [DAY, '2026-10-21'])
  const { rows } = await test_.store.pool.query(
    `SELECT definition_key AS key FROM kpi_definition WHERE name = 'average-handle-time'`,
  )
  const partitions = await verify({ definitionKeys: [rows[0].key] })
  expect(partitions).toMatchObject([
    { kpi: HANDLE, day: DAY, runKey: first, verdict: 'equal' },
    { kpi: HANDLE, day: '2026-10-21', runKey: second, verdict: 'equal', rows: 15 },
  ])
})

test('the same snapshots in any order and in pages of any size give the same receipt, and each verifies', async () => {
  const told = day(DAY, 12)
  const changed = told.slice(0, 4).map((story) => ({ ...story, customer: 'ada' }))
  const all = [
    ...told.map((story) => ({ story, observedAt: '2026-11-10T00:00:00.000Z' })),
    ...changed.map((story) => ({ story, observedAt: '2026-11-11T00:00:00.000Z' })),
  ]
  let expected: unknown
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: all.length, maxLength: all.length }),
      async (order, sizes) => {
        await empty(test_.store)
        await replaceFileRows(test_.store, { agentZones: zones.agentZones }, now)
        for (let from = 0, page = 0; from < order.length; page++) {
          const until = from + (sizes[page] as number)
          for (const moment of ['2026-11-10T00:00:00.000Z', '2026-11-11T00:00:00.000Z']) {
            const of = order.slice(from, until).filter(({ observedAt }) => observedAt === moment)
            if (of.length > 0)
              await archive(
                test_.store,
                of.map(({ story }) => story),
                { observedAt: moment },
              )
          }
          from = until
        }
        const runKey = await compute([HANDLE, OFFERED, RESOLVED])
        const { rows } = await test_.store.pool.query(
          'SELECT facts_hash, output_hash, fingerprint, reference_fingerprint FROM computation ORDER BY definition_key',
        )
        const run = await receiptOf({ store: test_.store, codeVersion: 'test' } as Dependencies, runKey)
        expected ??= { rows, run }
        expect({ rows, run }).toEqual(expected)
        expect((await verify({ runKey })).map(({ verdict }) => verdict)).toEqual(['equal', 'equal', 'equal'])
      },
    ),
    { numRuns: 8 },
  )
})
