/** A version that this build no longer has: what is left goes on without it, plans name it, and somebody retires it. */
import type { Dependencies } from '../../src/activities/dependencies'
import { listDirtyDays } from '../../src/activities/list-dirty-days'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { archive, freshStore, now, type TestStore } from '../store/stored'
import { day } from '../store/story'
import { type Ended, retally, scratchFolder } from './retally'
import { computeAsRun, registeredBy } from './verifying'

const KPI = 'adjusted-average-handle-time'
const REMOVED = `${KPI}@99`
const DAY = '2026-10-20'
const range = ['--from', DAY, '--to', DAY]
const who = ['--by', 'ana', '--why', 'its code is gone']
const told = `- ${REMOVED}: removed version; its rows stand, and this build computes it no more`

const scratch = scratchFolder()
let centre: TestStore

beforeAll(async () => {
  centre = await freshStore()
  const { store } = centre
  await archive(store, day(DAY, 12))
  await computeAsRun(store, [DAY], await registeredBy(store, [`${KPI}@1`, `${KPI}@2`]))
  // As after a build whose catalogue had a version 99, which ours has not.
  await store.pool.query('UPDATE kpi_definition SET version = 99 WHERE version = 2')
})
afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

function run(...args: string[]): Promise<Ended> {
  return retally(args, { DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })
}

function occurrences(text: string, of: string): number {
  return text.split(of).length - 1
}

test('a plan and a recompute leave it out and name it once, as removed', async () => {
  for (const command of [['plan'], ['plan', ...range], ['recompute', ...range, '--force', '--dry-run']]) {
    const { code, stdout, stderr } = await run(...command)
    expect({ command, code }).toEqual({ command, code: 0 })
    expect(occurrences(stdout + stderr, told)).toBe(1)
    expect(occurrences(stdout + stderr, `${REMOVED}\n`)).toBe(0)
  }
  const { changes, order } = JSON.parse((await run('plan', '-o', 'json')).stdout)
  expect(changes).toMatchObject([{ change: 'removed', of: 'version', name: REMOVED }])
  expect(order.kpis).toEqual([`${KPI}@1`])
})

test('a night goes on without it, and warns of it once, also while it is the version in force', async () => {
  const { store } = centre
  const warnings: object[] = []
  const log = { warn: (fields: object) => warnings.push(fields) }
  const dependencies = { store, log, settings: { parameters: {} }, now: () => now }
  const dirtyDays = () => listDirtyDays(dependencies as unknown as Dependencies)({ after: null, limit: 10 })
  expect(await dirtyDays()).toMatchObject({ days: [], more: false })
  expect(warnings).toEqual([{ removed: [REMOVED] }])

  await publishDefinition(store, { name: KPI, version: 99, at: now + 1, by: 'ana', why: 'as agreed' })
  await archive(store, day('2026-10-21', 3))
  expect(await dirtyDays()).toMatchObject({ days: [], more: false })
  expect((await run('kpi', 'retire', REMOVED, ...who)).stderr).toContain('is in force for all dates')
  await publishDefinition(store, { name: KPI, version: 1, at: now + 2, by: 'ana', why: 'back' })
  expect(await dirtyDays()).toMatchObject({ days: ['2026-10-21'] })
})

test('it can be retired by its name, and then no plan speaks of it', async () => {
  const { code, stderr } = await run('kpi', 'retire', REMOVED, ...who)
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`${REMOVED} is retired`) })
  expect((await run('plan', ...range)).stdout).not.toContain(REMOVED)
  expect((await run('kpi', 'retire', REMOVED, ...who)).stderr).toContain('was retired before')
  expect(await run('kpi', 'retire', `${KPI}@77`, ...who)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`There is no KPI ${KPI}@77`),
  })
})
