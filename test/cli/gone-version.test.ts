/**
 * A version in force whose code has left the build: read, compared, replaced, put away, restored and gone back to, as if nothing had
 * happened; only computing it needs code.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { selectDelivery } from '../../src/activities/select-delivery'
import { declaredOf } from '../../src/kpis/declared-of'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { readPeriods } from '../../src/store/definitions/read-periods'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { archive, freshStore, now, type TestStore, zones } from '../store/stored'
import type { Story } from '../store/story'
import { type Ended, retally, scratchFolder } from './retally'
import { computeAsRun, registeredBy } from './verifying'

const KPI = 'adjusted-average-handle-time'
const [V1, V2, GONE] = [`${KPI}@1`, `${KPI}@2`, `${KPI}@99`]
const DAY = '2026-10-20'
const range = ['--from', DAY, '--to', DAY]
const who = ['--by', 'ana', '--why', 'its code is gone']
const codeIsGone = `The code of ${GONE} is not in this build`

const scratch = scratchFolder()
const folder = join(scratch.path, 'aaht-99')
let centre: TestStore
let runKey: number
/** What was said of version 2 while this build had its code. */
let before: { results: object; diff: Difference; sent: unknown }

interface Difference {
  a: object
  cells: {
    place: object
    a: object
    b: object
    difference: number | null
    causes: { share: number | null }[]
  }[]
  whole: { difference: number; subjects: number; causes: { kind: string; name: string; share: number }[] }
  notes: string[]
}

/** The call at noon in New York counts in both versions, the one at midnight in the first alone, as 0 seconds. */
const calls: Story[] = [15, 4].map((hour) => ({
  conversationId: `${DAY} ${hour}`,
  startedAt: `${DAY}T${String(hour).padStart(2, '0')}:00:00.000Z`,
  legs: [{ agentId: 'agent-0', handledAfterMinutes: 10, handleMs: 60_000 }],
}))

beforeAll(async () => {
  centre = await freshStore()
  const { store } = centre
  await replaceFileRows(store, { agentZones: zones.agentZones }, now)
  await archive(store, calls)
  runKey = await computeAsRun(store, [DAY], await registeredBy(store, [V1, V2, 'offered@1']))
  await publishDefinition(store, { name: KPI, version: 2, at: now + 1, by: 'ana', why: 'as agreed' })
  before = { results: await results(V2), diff: await diff(V2, V1), sent: await toSend() }
  // As after a build whose catalogue had a version 99, which ours has not; and of one KPI no version at all.
  await store.pool.query('UPDATE kpi_definition SET version = 99 WHERE version = 2')
  await store.pool.query(`UPDATE kpi_definition SET name = 'calls-offered' WHERE name = 'offered'`)
  await store.pool.query(`UPDATE kpi_publication SET name = 'calls-offered' WHERE name = 'offered'`)
})
afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

function run(...args: string[]): Promise<Ended> {
  return retally(args, { DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })
}

async function said(...args: string[]): Promise<string> {
  const { code, stderr } = await run(...args)
  if (code !== 0) throw new Error(stderr)
  return stderr
}

async function refusal(...args: string[]): Promise<string> {
  const { code, stderr } = await run(...args)
  expect({ args, code }).toEqual({ args, code: 2 })
  return stderr
}

async function results(reference: string): Promise<object> {
  return JSON.parse((await run('results', reference, ...range, '--by', 'agent', '-o', 'json')).stdout)
}

async function diff(a: string, b: string): Promise<Difference> {
  return JSON.parse((await run('diff', a, b, ...range, '-o', 'json')).stdout)
}

/** What a sink that takes the KPI by its name would be sent now. */
async function toSend(): Promise<unknown> {
  const { pool } = centre.store
  const { selection } = await selectDelivery(pool, {
    ...{ organisation: 'org', from: '2026-10-19', to: DAY },
    sink: {
      name: 'wallboard',
      tellsVersion: false,
      kpis: [{ name: KPI, version: null }],
      hasPlaceFor: () => true,
      isUnder: () => true,
    },
    periods: await readPeriods(pool),
  })
  return selection.toSend.map(({ item: { version: _, ...item } }) => item)
}

test('its numbers are read as before, by its name or as what is in force, and it is said that nobody computes them', async () => {
  for (const reference of [KPI, GONE]) {
    expect(await results(reference)).toEqual({ ...before.results, version: 99 })
    expect((await run('results', reference, ...range)).stderr).toContain(codeIsGone)
  }
  const numbers = JSON.parse((await run('results', 'calls-offered', ...range, '-o', 'json')).stdout)
  expect(numbers).toMatchObject({ kpi: 'calls-offered', value: 2 })
})

test('it is compared from its rows: the same cells and sums, with causes that name no rule', async () => {
  const { cells, whole, notes } = await diff(GONE, V1)
  const withoutCauses = ({ place, a, b, difference }: Difference['cells'][number]) => ({
    place,
    a,
    b,
    difference,
  })
  expect(cells.map(withoutCauses)).toEqual(before.diff.cells.map(withoutCauses))
  expect(whole).toMatchObject({ difference: before.diff.whole.difference, subjects: 1 })
  expect(before.diff.whole.causes).toMatchObject([{ kind: 'rule' }])
  expect(whole.causes).toMatchObject([
    { kind: 'kind', name: `observed by ${V1} only`, share: whole.difference },
  ])
  expect(notes).toContainEqual(expect.stringContaining(codeIsGone))
  expect(await refusal('diff', GONE, V1, '--replay')).toContain(`There is no KPI ${GONE} in this build`)
})

test('what drift moved of it is told in its own unit', async () => {
  const { pool } = centre.store
  const seen = { day: DAY, at: new Date(now), observed: [DAY, GONE.split('@')[0], 99] }
  await pool.query(
    `INSERT INTO drift SELECT organisation, $1, export_key, $2, 2, 1, 0, '{}' FROM export ORDER BY export_key LIMIT 1`,
    [seen.day, seen.at],
  )
  await pool.query(
    `INSERT INTO drift_cell
     SELECT $1, export_key, definition_key, $1, 1, 1, 0, 1, 1, '{60000,1}', '{90000,1}'
       FROM drift, kpi_definition WHERE name = $2 AND version = $3`,
    seen.observed,
  )
  const { stdout } = await run('drift', '--cells', '-o', 'json')
  expect(JSON.parse(stdout)).toMatchObject([{ kpi: GONE, before: 60, after: 90, unit: 'seconds' }])
})

test('status tells how its days stand, and that its code is gone', async () => {
  const status = JSON.parse((await run('status', '--kpi', KPI, '-o', 'json')).stdout)
  expect(status.definitions).toContainEqual({ kpi: GONE, published: true, inBuild: false })
  expect(status.days[0].definitions).toContainEqual(
    expect.objectContaining({ kpi: GONE, state: 'current', observations: 1 }),
  )
  expect((await run('status')).stdout).toContain(codeIsGone)
})

test('a sink is sent what it was sent before', async () => {
  expect(before.sent).not.toEqual([])
  expect(await toSend()).toEqual(before.sent)
})

test('another version comes in its place, and a rollback goes back to it', async () => {
  const promote = ['promote', V1, '--from', DAY, '--yes', ...who]
  expect(await said(...promote)).toContain(`${V1} is in force for all dates`)
  const back = await said('rollback', KPI, ...who)
  expect(back).toContain(`${GONE} is in force again for all dates`)
  expect(back).toContain(codeIsGone)
  expect(await results(KPI)).toEqual({ ...before.results, version: 99 })
  await said(...promote)
  expect(await refusal('promote', GONE, '--from', DAY, ...who)).toContain(codeIsGone)
})

test('what was computed of it cannot be computed again, and its account stands', async () => {
  const { code, stdout } = await run('verify', `${runKey}`, '--kpi', GONE, '-o', 'json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout).partitions).toMatchObject([{ verdict: 'cannot-tell' }])
  expect((await run('publications', 'calls-offered')).code).toBe(0)
  const days = [...range, '--by', 'ana']
  expect(await said('sign-off', GONE, ...days, '--allow-provisional')).toContain(`signed off ${GONE}`)
  expect((await run('sign-offs', GONE)).stdout).toContain(GONE)
  await said('reopen', GONE, ...days, '--why', 'a test')
})

test('it is retired, sealed, dropped, restored, and gone back to', async () => {
  await said('kpi', 'retire', GONE, ...who)
  await said('kpi', 'seal', GONE, '--to', folder, ...who)
  expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).declared).toMatchObject({
    aggregation: { kind: 'ratio', numerator: 'handleMs', denominator: 'legs' },
  })
  expect(await said('kpi', 'drop', GONE, '--yes', ...who)).toContain(`${GONE} is dropped`)
  expect(await refusal('rollback', KPI, '--to', '99', ...who)).toContain(`The rows of ${GONE} were dropped`)
  await said('kpi', 'restore', folder, ...who)
  expect(await said('kpi', 'restore', GONE, ...who)).toContain('its code is not in this build')
  await said('kpi', 'retire', GONE, ...who)
  expect(await said('rollback', KPI, '--to', '99', ...who)).toContain(`${GONE} is in force again`)
  expect(await results(KPI)).toEqual({ ...before.results, version: 99 })
  const states = JSON.parse((await run('kpi', 'list', '--states', '-o', 'json')).stdout)
  expect(states).toContainEqual(
    expect.objectContaining({ kpi: KPI, version: 99, state: 'active', inBuild: false }),
  )
})

test('where nothing was kept of how it is read, its rows are not made into values, and it can be gone back to all the same', async () => {
  const { pool } = centre.store
  await said('rollback', KPI, ...who)
  await pool.query(`UPDATE kpi_definition SET declared = NULL`)
  expect(await refusal('results', GONE, ...range)).toContain('how they make a value is not known')
  expect(await said('rollback', KPI, '--to', '99', ...who)).toContain(`${GONE} is in force again`)
  // A run of a build that has the code keeps it.
  await registeredBy(centre.store, [V1])
  const [one, gone] = await readDefinitions(pool, KPI)
  expect(one?.declared).toMatchObject({ name: KPI, version: 1, attribution: 'emit' })
  expect(gone?.declared).toBeNull()
})

test('what is kept of a version is what its definition declares', async () => {
  const [stored] = await readDefinitions(centre.store.pool, KPI)
  if (stored === undefined) throw new Error('Nothing is registered.')
  expect(declaredOf(stored)).toMatchObject({ ...stored.declared })
})
