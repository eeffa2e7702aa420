/** Two versions of adjusted handle time over six calls in New York: which numbers differ, because of whom, and why. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Comparison } from '../../src/comparison/comparison'
import { findDefinition } from '../../src/kpis/catalogue'
import { fingerprintOf } from '../../src/kpis/fingerprint'
import { referenceFingerprint } from '../../src/kpis/reference-fingerprint'
import type { ReferenceTables } from '../../src/kpis/reference-tables'
import { archivePage } from '../../src/store/archive/archive-page'
import { comparisonThatHolds, readComparisons } from '../../src/store/comparison/read-comparison'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { parseInstant } from '../../src/time/instant'
import { agentSession, factsOf, type LegTold } from '../facts/told'
import { anExport, freshStore, now, ready, recompute, type TestStore, zones } from '../store/stored'
import { type Ended, retally, scratchFolder } from './retally'

const DAY = '2026-10-20'
const [V1, V2] = ['adjusted-average-handle-time@1', 'adjusted-average-handle-time@2']
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const siteCalendars = [
  { site: 'NY', calendar: { weekly: Object.fromEntries(everyDay.map((day) => [day, ['08:00-20:00']])) } },
]
const tables: ReferenceTables = { ...zones, siteCalendars }

const scratch = scratchFolder()
let centre: TestStore

/** New York is four hours behind UTC in October. */
const calls: readonly [id: string, startedAt: string, legs: readonly Partial<LegTold>[]][] = [
  ['plain', `${DAY}T15:00:00.000Z`, [{}]],
  ['excluded', `${DAY}T15:10:00.000Z`, [{ code: 'IVR_SELF_SERVICE' }]],
  ['consulted', `${DAY}T15:20:00.000Z`, [{}, { talk: 60, from: 100, peer: 0 }]],
  ['evening', `${DAY}T23:00:00.000Z`, [{}]],
  ['night', `${DAY}T04:00:00.000Z`, [{}]],
]

async function archiveCalls(told: typeof calls): Promise<void> {
  const { exportKey } = await anExport(centre.store)
  await archivePage(centre.store, {
    ...{ exportKey, page: 1, cursorAfter: null, quarantined: [] },
    observedAt: parseInstant('2026-11-10T00:00:00.000Z'),
    conversations: told.map(([id, startedAt, legs]) => {
      const sessions = legs.map((leg) => agentSession({ agent: 'agent-0', talk: 300, ...leg }))
      const facts = factsOf(startedAt, sessions, id)
      const { conversationId, endedAt } = facts
      return {
        raw: { conversationId: id, legs },
        events: { conversationId, startedAt: facts.startedAt, endedAt },
        facts,
      }
    }),
  })
}

async function compute(...kpis: string[]): Promise<void> {
  const definitions: DefinitionToCompute[] = []
  // One after the other: the first version of a KPI is the published one.
  for (const kpi of kpis) {
    const definition = findDefinition(kpi)
    definitions.push(
      await ready(centre.store, kpi, {
        tables,
        fingerprint: fingerprintOf(definition, definition.parameters.parse({}) as Record<string, unknown>),
        referenceFingerprint: referenceFingerprint(tables, definition.reads),
      }),
    )
  }
  await recompute(centre.store, DAY, definitions)
}

function run(...args: string[]): Promise<Ended> {
  return retally(args, { DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })
}

async function diff(...args: string[]): Promise<Comparison> {
  const { code, stdout, stderr } = await run('diff', ...args, '-o', 'json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Comparison
}

beforeAll(async () => {
  centre = await freshStore()
  await replaceFileRows(centre.store, { agentZones: tables.agentZones, siteCalendars }, now)
  await archiveCalls(calls)
  await compute(V1, V2)
  await centre.store.pool.query(`UPDATE queue SET name = 'Sales' WHERE queue_id = 'queue-1'`)
})

afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

describe('retally diff of two stored versions', () => {
  test('says both values, and shares the difference out among the rules of the newer version', async () => {
    const { whole } = await diff(V1, V2)
    // Version 1: 300 + 0 + 300 + 60 + 0 + 0 over six legs. Version 2: 300 + 300 + 300 over three.
    expect(whole).toMatchObject({ a: { value: 110 }, b: { value: 300 }, difference: 190, subjects: 4 })
    // By hand, over the six orders in which three causes may come.
    expect(
      whole.causes.map(({ name, share, parts, subjects, alone }) => [name, share, parts, subjects, alone]),
    ).toEqual([
      ['exclusions', 85, { handleMs: 0, legs: -2 }, 2, 2],
      ['business-hours', 72.5, { handleMs: 300_000, legs: 0 }, 1, 1],
      ['consults', 32.5, { handleMs: -60_000, legs: -1 }, 1, 1],
    ])
  })

  test('puts the largest difference first, with those behind it', async () => {
    const { cells, cellsCompared } = await diff(V1, V2, '--by', 'interval')
    // Half hours: three calls ended in that of 15:00 UTC, 300 + 0 + 300 + 60 s over four legs.
    expect(cellsCompared).toBe(3)
    expect(cells.map(({ a, b, difference }) => [a?.value ?? null, b?.value ?? null, difference])).toEqual([
      [0, 300, 300],
      [165, 300, 135],
      [0, null, null],
    ])
    const evening = cells[0]
    expect(evening?.foremost).toEqual([
      expect.objectContaining({
        id: 'evening',
        pull: 300,
        parts: { handleMs: 300_000, legs: 0 },
        changed: 1,
      }),
    ])
    expect(cells[1]?.foremost).toMatchObject([
      { id: 'excluded', onlyA: 1, onlyB: 0, changed: 0 },
      { id: 'consulted', onlyA: 1, onlyB: 0, changed: 0 },
    ])
    expect(evening).toMatchObject({ subjects: 1, onlyA: 0, onlyB: 0, changed: 1 })
    expect(cells[1]).toMatchObject({ subjects: 2, onlyA: 2, onlyB: 0, changed: 0 })
    expect(cells[2]).toMatchObject({ subjects: 1, onlyA: 1, unshared: 'no-number' })
  })

  test('says in a sentence whose doing it is', async () => {
    const { stdout, code } = await run('diff', V1, V2, '--by', 'agent,day')
    expect(code).toBe(0)
    expect(stdout).toContain(
      `${V2} differs in 1 of 1 cells because of 4 conversations; “an excluded leg is left out; version 1 counted it as 0 seconds” alone explains 2 of them.`,
    )
    expect(stdout).toContain(`3 observations only in ${V1}, 0 only in ${V2}, 1 changed.`)
  })

  test('tells machines of each cell what every cause moves in it, by the queue and its name', async () => {
    const { stdout } = await run('diff', V1, V2, '-o', 'jsonl')
    const rule = `rule ${V2}`
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({
        ...{ queue: 'queue-1', queueName: 'Sales', unit: 'seconds', difference: 190, cause: 'exclusions' },
        ...{ [`share ${rule} exclusions`]: 85, [`subjects ${rule} exclusions`]: 2 },
        ...{ [`share ${rule} business-hours`]: 72.5, [`share ${rule} consults`]: 32.5 },
      }),
    ])
  })

  test('looks the other way as well, with every sign turned', async () => {
    const [forth, back] = [await diff(V1, V2), await diff(V2, V1)]
    expect(back.whole.difference).toBe(-190)
    for (const { key, share } of forth.whole.causes)
      expect(back.whole.causes.find((cause) => cause.key === key)?.share).toBeCloseTo(-(share as number), 9)
  })

  test('of a version and itself finds nothing, and --fail-if-different ends with 3 only where there is something', async () => {
    const same = await run('diff', V2, V2, '--fail-if-different')
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing differs') })
    expect((await run('diff', V1, V2, '--fail-if-different')).code).toBe(3)
  })

  test('calls days of which there is nothing not equal: it says that there is nothing', async () => {
    const [january, replayed] = [
      await run('diff', V1, V2, '--from', '2025-01-01', '--to', '2025-01-31', '--fail-if-different'),
      await run('diff', V1, V2, '--from', '2025-01-01', '--to', '2025-01-31', '--replay'),
    ]
    expect([january.code, january.stderr]).toEqual([
      2,
      expect.stringContaining(`Neither ${V1} nor ${V2} has a number from 2025-01-01 to 2025-01-31.`),
    ])
    expect([replayed.code, replayed.stderr]).toEqual([
      2,
      expect.stringContaining(`Nothing is stored here from 2025-01-01 to 2025-01-31 that ${V2} observes.`),
    ])
    // Computed, and nobody called at noon.
    const noon = await run('diff', V1, V2, '--from', `${DAY}T12:00Z`, '--to', `${DAY}T13:00Z`)
    expect([noon.code, noon.stdout]).toEqual([
      0,
      expect.stringContaining(`Neither ${V1} nor ${V2} observed anything there`),
    ])
  })

  test('counts a row once: subject and ordinal are its key', async () => {
    await expect(
      centre.store.pool.query(`INSERT INTO result SELECT (r).* FROM (SELECT r FROM result r LIMIT 1) one`),
    ).rejects.toThrow(/duplicate key/)
  })

  test('is kept, for whoever promotes the version, until one of them has other numbers', async () => {
    await diff(V1, V2)
    const of = { name: 'adjusted-average-handle-time', aVersion: 1, bVersion: 2, first: DAY, last: DAY }
    const kept = comparisonThatHolds(await readComparisons(centre.store.pool, of))
    expect(kept).toMatchObject({
      ...{ first: DAY, last: DAY, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      summary: { difference: 190, subjects: 4, cellsDiffering: 1, causes: [{ share: 85 }, {}, {}] },
    })
    expect(
      comparisonThatHolds(await readComparisons(centre.store.pool, { ...of, last: '2026-10-21' })),
    ).toBeNull()
    const morning = await run('diff', V1, V2, '--from', `${DAY}T00:00Z`, '--to', `${DAY}T12:00Z`)
    expect(morning.stdout).toContain('It is about no whole UTC day, so no promotion can stand on it.')
    // Computed again, and the same came out.
    await centre.store.pool.query(`UPDATE ledger SET computed_at = now() + interval '1 minute'`)
    expect(comparisonThatHolds(await readComparisons(centre.store.pool, of))).toEqual(kept)
    // A day from which a call may reach into the range, weeks before it.
    await centre.store.pool.query(`
      INSERT INTO ledger SELECT (jsonb_populate_record(l, '{"day": "2026-09-01"}')).* FROM ledger l LIMIT 1`)
    expect(comparisonThatHolds(await readComparisons(centre.store.pool, of))).toBeNull()
    await centre.store.pool.query(`DELETE FROM ledger WHERE day = '2026-09-01'`)
    await centre.store.pool.query(`UPDATE ledger SET output_hash = 'another' WHERE definition_key = 1`)
    expect(comparisonThatHolds(await readComparisons(centre.store.pool, of))).toBeNull()
  })

  test('tells sites apart, as the reference tables have them now', async () => {
    const { cells, by } = await diff(V1, V2, '--by', 'site')
    expect(by).toEqual(['site'])
    expect(cells).toMatchObject([
      { place: { site: 'NY' }, a: { value: 110 }, b: { value: 300 }, subjects: 4 },
    ])
    const replayed = await diff(V1, V2, '--by', 'site', '--replay')
    expect(replayed.cells).toEqual(cells)
    expect((await run('diff', 'bot-containment@1', '--by', 'site', '--replay')).stderr).toContain(
      'cannot be split by site',
    )
  })

  test('compares several pairs in one pass, each as by itself, and keeps each', async () => {
    const { pool } = centre.store
    await compute('handle-time-per-conversation@1', 'handle-time-per-conversation@2')
    const other = ['handle-time-per-conversation@1', 'handle-time-per-conversation@2']
    const [one, two] = [await diff(V1, V2), await diff(...other)]
    const before = await pool.query('SELECT FROM comparison')
    const both = (await diff(V1, V2, ...other)) as unknown as Comparison[]
    expect(both).toEqual([one, two])
    expect((await pool.query('SELECT FROM comparison')).rows.length).toBe(before.rows.length + 2)
    expect(await diff(V1, V2, ...other, '--replay')).toEqual([one, two])
    expect(await diff('--all-candidates')).toEqual([one, two])
  })

  test('refuses versions of which one has none beside it', async () => {
    const { code, stderr } = await run('diff', V1, V2, 'service-level@1')
    expect([code, stderr]).toEqual([2, expect.stringContaining('3 versions make no pairs: service-level@1')])
  })

  test('refuses versions of different things, and says what to compare', async () => {
    const { code, stderr } = await run('diff', V1, 'service-level@2')
    expect(code).toBe(2)
    expect(stderr).toContain('one is in seconds, the other in percent')
  })

  test('of what was never computed says how it is compared at once, and how it is computed', async () => {
    const { code, stderr } = await run('diff', 'average-handle-time@1', V1)
    expect(code).toBe(2)
    expect(stderr).toContain('average-handle-time@1 was never computed in this database')
    expect(stderr).toContain(
      'Compare at once with --replay. Compute it with: retally backfill average-handle-time@1',
    )
    const past = await run('diff', 'average-handle-time@1', V1, '--as-of', '2026-11-10')
    expect(past.stderr).toContain('Compute it with: retally backfill average-handle-time@1')
    expect(past.stderr).not.toContain('--replay')
  })
})

describe('retally diff of replays', () => {
  test('finds between two versions what it finds between their stored numbers', async () => {
    const [stored, replayed] = [await diff(V1, V2), await diff(V1, V2, '--replay')]
    expect(replayed).toEqual(stored)
  })

  test('shares a difference out among parameters, without anything computed', async () => {
    const { whole, b } = await diff(
      V2,
      ...['--param-b', 'excludedWrapUpCodes=["SPAM"]'],
      ...['--param-b', 'businessHours={"mon":["08:00-18:00"]}'],
    )
    expect(b.name).toBe(`${V2} (excludedWrapUpCodes=["SPAM"], businessHours={"mon":["08:00-18:00"]})`)
    // The site has a calendar, so the hours of the parameter decide nothing; the excluded call now counts.
    expect(whole.causes.map(({ words, parts }) => [words, parts])).toEqual([
      [
        'parameter excludedWrapUpCodes: ["IVR_SELF_SERVICE","IVR_TRANSFER_EXTERNAL"] → ["SPAM"]',
        { handleMs: 300_000, legs: 1 },
      ],
    ])
  })

  test('tells what another calendar would change', async () => {
    const hours = join(scratch.path, 'hours.yaml')
    writeFileSync(hours, `sites:\n  NY:\n    weekly: { tue: ['08:00-12:00'] }\n`)
    const { whole } = await diff(V2, '--calendar', hours)
    expect(whole.causes).toMatchObject([
      { words: 'other calendars of sites', parts: { handleMs: -300_000, legs: -1 }, share: 0 },
    ])
    expect(whole.foremost.map(({ id }) => id)).toEqual(['evening'])
  })

  test('moves a local day by the rules of another tz release, and nothing else', async () => {
    const release = join(scratch.path, 'packed.json')
    const withoutSummerTime = { version: '1899a', zones: ['America/New_York|EST|50|0||21e6'], links: [] }
    writeFileSync(release, JSON.stringify(withoutSummerTime))
    const { whole, cells } = await diff(V1, '--tz-b', release, '--from', '2026-10-20', '--to', '2026-10-20')
    expect(whole).toMatchObject({ difference: 0, onlyA: 0, onlyB: 0, changed: 1 })
    expect(cells.map(({ place, a, b }) => [place.day, a?.parts.legs ?? null, b?.parts.legs ?? null])).toEqual(
      [
        ['2026-10-20', 6, 5],
        ['2026-10-19', null, 1],
      ],
    )
    expect(cells.flatMap(({ causes }) => causes.map(({ words }) => words))).toEqual([
      'tz release 1899a in place of 2026f',
      'tz release 1899a in place of 2026f',
    ])
  })

  test('refuses rules that nobody knows', async () => {
    const { code, stderr } = await run('diff', V1, '--tz-b', '1997a')
    expect(code).toBe(2)
    expect(stderr).toContain('Nothing was computed here under the tz release 1997a')
  })
})

describe('retally diff of numbers that were not recomputed', () => {
  test('tells newer facts from the rules of a version', async () => {
    await archiveCalls([['plain', `${DAY}T15:00:00.000Z`, [{ talk: 600 }]]])
    await compute(V2)
    const { whole } = await diff(V1, V2)
    expect(whole).toMatchObject({ a: { value: 110 }, b: { value: 400 } })
    const older = whole.causes.find(({ kind }) => kind === 'facts')
    expect(older).toMatchObject({
      words: `${V1} stands on older facts: it was not recomputed since`,
      parts: { handleMs: 300_000, legs: 0 },
      subjects: 1,
    })
    const shares = whole.causes.map(({ share }) => share as number)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(290, 9)
  })

  test('says of a day that one side never computed that it was not', async () => {
    await compute('average-handle-time@1')
    await centre.store.pool.query(`DELETE FROM ledger WHERE definition_key = 1`)
    await centre.store.pool.query(`DELETE FROM result WHERE definition_key = 1`)
    await centre.store.pool.query(`DELETE FROM rollup WHERE definition_key = 1`)
    const { whole } = await diff(V1, V2)
    expect(whole.a?.value).toBeNull()
    expect(whole.unshared).toBe('no-number')
    expect(whole.causes.map(({ kind }) => kind).sort()).toEqual(['missing', 'rule', 'rule'])
    const legs = whole.causes.reduce((sum, { parts }) => sum + (parts.legs ?? 0), 0)
    expect(legs).toBe(3)
  })
})
