import { createHash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { comparisonThatHolds, readComparisons } from '../../src/store/comparison/read-comparison'
import { readHashByDay } from '../../src/store/comparison/read-hash-by-day'
import { storeComparison } from '../../src/store/comparison/store-comparison'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { readPublications } from '../../src/store/definitions/read-publications'
import { reinstateVersion, retireVersion } from '../../src/store/definitions/retire-version'
import { rollBack } from '../../src/store/definitions/roll-back'
import { openStore } from '../../src/store/open-store'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { resultChecksum } from '../../src/store/results/result-checksum'
import { dropVersion, removeRows } from '../../src/store/seals/drop-version'
import { restoreVersion } from '../../src/store/seals/restore-version'
import { sealVersion } from '../../src/store/seals/seal-version'
import { verifySeal } from '../../src/store/seals/verify-seal'
import { reopen } from '../../src/store/sign-offs/reopen'
import { signOff } from '../../src/store/sign-offs/sign-off'
import { scratchFolder } from '../cli/retally'
import { archive, empty, freshStore, now, ready, recompute, type TestStore } from './stored'
import { day } from './story'

/** Version 1 was in force over two days of two months, was computed anew once, and is deprecated; version 2 is in force. */
const KPI = 'adjusted-average-handle-time'
const one = { name: KPI, version: 1 }
const days = ['2026-10-31', '2026-11-01']
const who = { by: 'ana', why: 'nobody reads it' }

let test: TestStore
let v1: DefinitionToCompute
let v2: DefinitionToCompute
let scratch: ReturnType<typeof scratchFolder>
let folder: string
let folders = 0
beforeAll(async () => {
  test = await freshStore()
  scratch = scratchFolder()
})
beforeEach(async () => {
  folder = join(scratch.path, `seal-${++folders}`)
  v1 = await ready(test.store, `${KPI}@1`)
  v2 = await ready(test.store, `${KPI}@2`)
  for (const [i, date] of days.entries()) await archive(test.store, day(date, 12, 500 * i))
  for (const date of days) await recompute(test.store, date, [v1, v2])
  const [first] = day(days[0] as string, 1)
  await archive(test.store, [{ ...first, legs: [] } as never], { observedAt: '2026-11-12T00:00:00.000Z' })
  await recompute(test.store, days[0] as string, [v1, v2], { runKey: 2, at: now + 100 })
  await publishDefinition(test.store, { ...one, version: 2, at: now + 1000, ...who })
})
afterEach(() => empty(test.store))
afterAll(async () => {
  await test.drop()
  scratch.remove()
})

const retire = (version = 1) => retireVersion(test.store, { ...one, version, at: now + 2000, ...who })
const seal = (to = folder) => sealVersion(test.store, { ...one, folder: to, at: now + 3000, ...who })
const drop = async (from: string | null = folder) =>
  dropVersion(test.store, {
    ...one,
    at: now + 4000,
    ...who,
    seal: from === null ? null : await verifySeal(from),
  })
const remove = () => removeRows(test.store, one)
const restore = (from = folder) => restoreVersion(test.store, { folder: from, at: now + 5000, ...who })

async function state(version = 1) {
  const stored = (await readDefinitions(test.store.pool, KPI)).find((each) => each.version === version)
  return [stored?.state, stored?.droppedAt === null]
}

async function account(): Promise<unknown[]> {
  const all = await readPublications(test.store.pool, { name: KPI })
  return all.map(({ action, from, to }) => `${action} ${from ?? ''}→${to ?? ''}`)
}

/** Everything of version 1, by ids and to the last column. */
async function everything(): Promise<string> {
  const { rows } = await test.store.pool.query(
    `
    SELECT (SELECT json_agg(r ORDER BY r.day, r.subject_key, r.ordinal) FROM result r WHERE definition_key = $1) AS result,
           (SELECT json_agg(r ORDER BY r.day, r.interval_start, r.queue_key, r.zone_key) FROM rollup r WHERE definition_key = $1) AS rollup,
           (SELECT json_agg(r ORDER BY r.day, r.subject_key, r.ordinal) FROM result_past r WHERE definition_key = $1) AS past,
           (SELECT json_agg(l ORDER BY l.day) FROM ledger l WHERE definition_key = $1) AS ledger`,
    [v1.definitionKey],
  )
  return JSON.stringify(rows)
}

const nothing = JSON.stringify([{ result: null, rollup: null, past: null, ledger: null }])

/** What readers of each view get of version 1. */
async function shown(): Promise<number[]> {
  const { rows } = await test.store.pool.query<{ count: number }>(`
    SELECT count(*) FROM published_by_version WHERE metric_version = 1
     UNION ALL SELECT count(*) FROM published_rollup WHERE metric_version = 1
     UNION ALL SELECT count(*) FROM published_distribution WHERE metric_version = 1
     UNION ALL SELECT count(*) FROM metrics_as_known WHERE metric_version = 1
     UNION ALL SELECT count(*) FROM published_as_of('2026-11-20T03:00:00.500Z')`)
  return rows.map(({ count }) => count)
}

describe('a retired version', () => {
  it('keeps its rows, is computed by nobody, and is in the account with who and why', async () => {
    const before = await everything()
    expect(await retire()).toBe(true)
    expect(await state()).toEqual(['retired', true])
    await archive(test.store, day(days[1] as string, 3, 900))
    const done = await recompute(test.store, days[1] as string, [v1, v2], { runKey: 3, force: true })
    expect(done.map(({ version }) => version)).toEqual([2])
    expect(await everything()).toBe(before)
    expect((await readPublications(test.store.pool, { name: KPI })).at(-1)).toMatchObject({
      action: 'retire',
      from: 1,
      to: null,
      by: 'ana',
      why: 'nobody reads it',
      stands: null,
    })
    expect(await retire()).toBe(false)
  })

  it('stays so when somebody registers it anew, and is what it was when its retirement is taken back', async () => {
    await retire()
    await ready(test.store, `${KPI}@1`)
    expect(await state()).toEqual(['retired', true])
    const back = () => reinstateVersion(test.store, { ...one, at: now + 2500, ...who })
    expect(await back()).toBe('deprecated')
    expect(await back()).toBeNull()
    const done = await recompute(test.store, days[1] as string, [v1], { runKey: 3, force: true })
    expect(done).toHaveLength(1)
  })

  it('was never in force for any date: that is refused', async () => {
    await expect(retire(2)).rejects.toMatchObject({ code: 'version.in-force' })
    await publishDefinition(test.store, { ...one, at: now + 1500, ...who, since: '2999-01-01' })
    await expect(retire()).rejects.toMatchObject({
      code: 'version.in-force',
      message: expect.stringContaining('dates from 2999-01-01 on'),
    })
  })

  it('can be in force again at once, since its rows are here', async () => {
    await retire()
    await rollBack(test.store, { name: KPI, at: now + 2500, ...who })
    expect(await state()).toEqual(['active', true])
  })
})

describe('a seal', () => {
  it('has all of a version in plain files, by names, and says what they are', async () => {
    const { manifest } = await seal()
    expect(manifest).toMatchObject({
      ...{ schema: 'retally.seal/1', kpi: KPI, version: 1, parts: ['handleMs', 'legs'] },
      ...{ first: days[0], last: days[1], days: 2, rows: 23, past: 1 },
      files: [
        { path: 'result/2026-10.csv.gz', rows: 11 },
        { path: 'rollup/2026-10.csv.gz' },
        { path: 'past/2026-10.csv.gz', rows: 1 },
        { path: 'result/2026-11.csv.gz', rows: 12 },
        { path: 'rollup/2026-11.csv.gz' },
        { path: 'past/2026-11.csv.gz', rows: 0 },
        { path: 'ledger.csv.gz', rows: 2 },
        { path: 'computation.csv.gz', rows: 3 },
        { path: 'run.csv.gz' },
      ],
    })
    const [headings, first] = gunzipSync(readFileSync(join(folder, 'result/2026-11.csv.gz')))
      .toString()
      .split('\n')
    expect(headings).toBe(
      'day,subject_id,ordinal,at,agent_id,queue_id,media_type,direction,zone,run_key,flags,parts',
    )
    expect(first).toMatch(
      /^2026-11-01,2026-11-01-\d+,0,2026-11-01 07:57:00\+00,agent-2,queue-sales,voice,inbound,,1,3,\{\}$/,
    )
  })

  it('of the same rows is the same to the byte, and made again it is only read back', async () => {
    const { manifest } = await seal()
    const again = await seal()
    expect(again.manifest).toEqual(manifest)
    const other = await seal(`${folder}-other`)
    expect(other.manifest.files).toEqual(manifest.files)
    expect(await account()).toEqual(['first →1', 'promote 1→2', 'seal 1→', 'seal 1→'])
  })

  it('that was begun and not finished is no seal; begun again it is one', async () => {
    await seal()
    rmSync(join(folder, 'manifest.json'))
    writeFileSync(join(folder, 'manifest.json.part'), `${JSON.stringify({ kpi: KPI, version: 1 })}\n`)
    truncateSync(join(folder, 'ledger.csv.gz'), 10)
    await expect(verifySeal(folder)).rejects.toMatchObject({ code: 'seal.not-there' })
    await seal()
    expect((await verifySeal(folder)).manifest.rows).toBe(23)
    expect(existsSync(join(folder, 'manifest.json.part'))).toBe(false)
  })

  it('is never mixed with what lies in its folder already', async () => {
    await expect(seal(scratch.path)).rejects.toMatchObject({ code: 'seal.folder-taken' })
    await seal()
    await recompute(test.store, days[1] as string, [v1], { runKey: 3, at: now + 3500, force: true })
    await expect(seal()).rejects.toMatchObject({ code: 'seal.folder-taken' })
  })

  it('is refused for what was never computed, and where it cannot be written', async () => {
    const order = { folder, at: now, ...who }
    await expect(sealVersion(test.store, { ...order, name: 'offered', version: 1 })).rejects.toMatchObject({
      code: 'seal.nothing-stored',
    })
    await expect(seal(join(__filename, 'seal'))).rejects.toMatchObject({ code: 'seal.cannot-write' })
  })

  it('whose files are not what was written is found out, and nothing is dropped or restored by it', async () => {
    await retire()
    await seal()
    const damages: Record<string, (copy: string) => void> = {
      gone: (copy) => rmSync(join(copy, 'result/2026-10.csv.gz')),
      'ends early': (copy) => truncateSync(join(copy, 'past/2026-10.csv.gz'), 40),
      'more in it': (copy) => appendFileSync(join(copy, 'ledger.csv.gz'), 'x'),
      'a byte turned': (copy) => turnByte(join(copy, 'rollup/2026-11.csv.gz')),
      'manifest cut': (copy) => truncateSync(join(copy, 'manifest.json'), 100),
      'other rows, hashed anew': otherRows,
    }
    for (const [name, damage] of Object.entries(damages)) {
      const copy = `${folder}-${name}`
      cpSync(folder, copy, { recursive: true })
      damage(copy)
      await expect(drop(copy)).rejects.toMatchObject({ code: 'seal.damaged' })
    }
    expect(await state()).toEqual(['retired', true])
    await drop()
    await remove()
    await expect(restore(`${folder}-a byte turned`)).rejects.toMatchObject({ code: 'seal.damaged' })
    expect(await everything()).toBe(nothing)
  })
})

/** As somebody would who knows how the manifest is made: only the ledger's hash of the day tells. */
function otherRows(copy: string): void {
  const path = join(copy, 'result/2026-10.csv.gz')
  const bytes = gzipSync(
    gunzipSync(readFileSync(path))
      .toString()
      .replace(/\{(\d+),1\}/, '{1$1,1}'),
  )
  writeFileSync(path, bytes)
  const manifest = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8'))
  const file = manifest.files.find((each: { path: string }) => each.path === 'result/2026-10.csv.gz')
  file.bytes = bytes.length
  file.sha256 = createHash('sha256').update(bytes).digest('hex')
  writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest))
}

function turnByte(path: string): void {
  const bytes = readFileSync(path)
  const at = bytes.length >> 1
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(path, bytes)
}

describe('a drop', () => {
  it('is refused while the version is in force, still computed, or sealed as it no longer is', async () => {
    await seal()
    await expect(drop()).rejects.toMatchObject({ code: 'version.not-retired' })
    await rollBack(test.store, { name: KPI, at: now + 1500, ...who })
    await expect(drop()).rejects.toMatchObject({ code: 'version.in-force' })
    await publishDefinition(test.store, { ...one, version: 2, at: now + 1600, ...who })
    await recompute(test.store, days[1] as string, [v1], { runKey: 3, at: now + 3500, force: true })
    await retire()
    await expect(drop()).rejects.toMatchObject({ code: 'seal.out-of-date' })
    expect((await shown()).every((count) => count > 0)).toBe(true)
  })

  it('is refused while somebody vouches for a day of the version, until that is reopened', async () => {
    const { definitionKey } = v1
    const date = days[1] as string
    const periods = [{ definitionKey, first: date, last: date }]
    const order = { range: { first: date, last: date }, periods, at: now + 1500, ...who }
    await retire()
    await signOff(test.store, { ...order, provided: async () => ({}) })
    await expect(drop(null)).rejects.toMatchObject({
      code: 'version.signed-off',
      advice: expect.stringContaining(`retally reopen ${KPI}@1 --from ${date} --to ${date}`),
    })
    await reopen(test.store, order)
    expect(await drop(null)).toBe(true)
  })

  it('takes rows, roll-ups, past and ledger, and leaves computations, account and the other version', async () => {
    const other = async () =>
      (
        await test.store.pool.query('SELECT count(*) FROM result WHERE definition_key = $1', [
          v2.definitionKey,
        ])
      ).rows
    const before = await other()
    await retire()
    await seal()
    expect(await drop()).toBe(true)
    expect(await remove()).toBe(24)
    expect(await everything()).toBe(nothing)
    const { rows } = await test.store.pool.query(
      'SELECT count(*) FROM computation WHERE definition_key = $1',
      [v1.definitionKey],
    )
    expect(rows).toEqual([{ count: 3 }])
    expect(await other()).toEqual(before)
    expect(await account()).toEqual(['first →1', 'promote 1→2', 'retire 1→', 'seal 1→', 'drop 1→'])
    expect(await drop()).toBe(false)
    expect(await remove()).toBe(0)
  })

  it('is out of every view at once, though its rows have yet to go', async () => {
    await retire()
    await seal()
    expect((await shown()).every((count) => count > 0)).toBe(true)
    await drop()
    expect(await everything()).not.toBe(nothing)
    expect(await shown()).toEqual([0, 0, 0, 0, 0])
  })

  it('that was killed between two days goes on with those that are left, or comes back whole', async () => {
    const before = await everything()
    await retire()
    await seal()
    await drop()
    const stop = new AbortController()
    const stopped = removeRows(test.store, one, { onDay: () => stop.abort(), signal: stop.signal })
    await expect(stopped).rejects.toThrow()
    const back = { ...one, at: now + 4500, ...who }
    await expect(reinstateVersion(test.store, back)).rejects.toMatchObject({ code: 'version.rows-leaving' })
    await restore()
    expect(await everything()).toBe(before)
    await drop()
    await remove()
    expect(await everything()).toBe(nothing)
  })

  it('waits for a day of the version that is being computed, and none is computed afterwards', async () => {
    const { pool } = test.store
    await archive(test.store, day('2026-10-30', 12, 1000))
    const inTheWay = await pool.connect()
    await inTheWay.query('BEGIN; LOCK TABLE ledger IN SHARE MODE')
    const computing = recompute(test.store, '2026-10-30', [v1, v2], { runKey: 3, at: now + 1500 })
    await waitingFor('ledger')
    await retire()
    const dropped = drop(null)
    await waitingFor('kpi_definition')
    await inTheWay.query('COMMIT')
    inTheWay.release()
    await computing
    expect(await dropped).toBe(true)
    await remove()
    await recompute(test.store, '2026-10-30', [v1, v2], { runKey: 4, force: true, at: now + 4600 })
    expect(await everything()).toBe(nothing)
  })

  /** Until somebody waits for a lock on the table. */
  async function waitingFor(table: string): Promise<void> {
    for (;;) {
      const { rows } = await test.store.pool.query(
        'SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass',
        [table],
      )
      if (rows.length > 0) return
    }
  }

  it('makes a comparison with it out of date until its rows are back', async () => {
    const { pool } = test.store
    const whole = { a: {}, b: {}, shares: [], foremost: [] }
    const of = { name: KPI, aVersion: 1, bVersion: 2, first: days[0] as string, last: days[1] as string }
    await storeComparison(pool, {
      hashByDay: await readHashByDay(pool, of),
      comparison: {
        ...{ a: { version: 1 }, b: { kpi: KPI, version: 2 }, whole, cells: [], cellsCompared: 0 },
      } as never,
      ...{ first: days[0] as string, last: days[1] as string, at: now + 1500 },
    })
    const read = async () => comparisonThatHolds(await readComparisons(pool, of))
    expect(await read()).not.toBeNull()
    await retire()
    await seal()
    await drop()
    expect(await read()).toBeNull()
    await remove()
    await restore()
    expect(await read()).not.toBeNull()
  })
})

describe('a restoration', () => {
  it('brings back every row as it was, and a rollback to it then shows what it showed', async () => {
    await rollBack(test.store, { name: KPI, at: now + 1100, ...who })
    const first = await resultChecksum(test.store.pool)
    const whole = await everything()
    const said = (await test.store.pool.query('SELECT * FROM published_current ORDER BY interaction_id')).rows
    await publishDefinition(test.store, { ...one, version: 2, at: now + 1200, ...who })
    await retire()
    await seal()
    await drop()
    await remove()
    await expect(rollBack(test.store, { name: KPI, at: now + 4500, ...who })).rejects.toMatchObject({
      code: 'publish.rows-dropped',
      advice: expect.stringContaining(`retally kpi restore ${folder}`),
    })
    expect(await restore()).toMatchObject({ restored: true })
    expect(await everything()).toBe(whole)
    expect(await state()).toEqual(['retired', true])
    await rollBack(test.store, { name: KPI, at: now + 6000, ...who })
    expect(await resultChecksum(test.store.pool)).toEqual(first)
    const { rows } = await test.store.pool.query('SELECT * FROM published_current ORDER BY interaction_id')
    expect(rows).toEqual(said)
    expect((await account()).slice(-3)).toEqual(['drop 1→', 'restore →1', 'rollback 2→1'])
  })

  it('said twice does it once', async () => {
    await retire()
    await seal()
    await drop()
    await remove()
    await restore()
    const entries = await account()
    expect(await restore()).toMatchObject({ restored: false })
    expect(await account()).toEqual(entries)
  })

  it('is refused where the version was computed since, and leaves that as it stands', async () => {
    await retire()
    await seal()
    await drop()
    await remove()
    await reinstateVersion(test.store, { ...one, at: now + 4500, ...who })
    await recompute(test.store, days[0] as string, [v1], { runKey: 3, at: now + 4600 })
    const computed = await everything()
    await expect(restore()).rejects.toMatchObject({ code: 'seal.computed-since' })
    expect(await everything()).toBe(computed)
  })

  it('is refused for a seal that this database did not make', async () => {
    await retire()
    await seal()
    const path = join(folder, 'manifest.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"sealedBy": "ana"', '"sealedBy": "eve"'))
    await drop(null)
    await expect(restore()).rejects.toMatchObject({ code: 'seal.unknown' })
  })
})

it('A reader who polls sees all of a version or nothing, while it is dropped and restored again and again', async () => {
  await retire()
  await seal()
  const reader = await openStore(test.url, { max: 3 })
  let moving = true
  const seen = new Set<string>()
  const poll = async (sql: string) => {
    while (moving) seen.add(JSON.stringify((await reader.pool.query(sql)).rows))
  }
  const polling = [
    poll('SELECT count(*) AS rows FROM published_by_version WHERE metric_version = 1'),
    poll('SELECT sum(observations)::int AS sum FROM published_rollup WHERE metric_version = 1'),
    poll('SELECT count(*) AS current FROM published_current'),
  ]
  try {
    for (let i = 0; i < 4; i++) {
      await drop()
      await remove()
      await restore()
    }
  } finally {
    moving = false
    await Promise.all(polling)
    await reader.close()
  }
  const possible = ['{"rows":0}', '{"rows":15}', '{"sum":null}', '{"sum":15}', '{"current":8}']
  expect([...seen].map((each) => each.slice(1, -1)).filter((each) => !possible.includes(each))).toEqual([])
  expect(seen.has('[{"rows":15}]') && seen.has('[{"current":8}]')).toBe(true)
})
