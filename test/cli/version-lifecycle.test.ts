/** A data engineer puts an old version away: retired, sealed, dropped, restored, and in force again. No services but the database. */
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { archive, freshStore, now, ready, recompute, type TestStore } from '../store/stored'
import { day } from '../store/story'
import { type Ended, retally, scratchFolder, startRetally } from './retally'

const KPI = 'adjusted-average-handle-time'
const DAY = '2026-10-20'
const who = ['--by', 'ana', '--why', 'nobody reads it']
const range = ['--from', DAY, '--to', DAY]

const scratch = scratchFolder()
const folder = join(scratch.path, 'aaht-1')
let centre: TestStore

beforeAll(async () => {
  centre = await freshStore()
  const { store } = centre
  const versions = [await ready(store, `${KPI}@1`), await ready(store, `${KPI}@2`)]
  await archive(store, day(DAY, 12))
  await recompute(store, DAY, versions)
  await publishDefinition(store, { name: KPI, version: 2, at: now + 1000, by: 'ana', why: 'as agreed' })
})
afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

function environment(): Record<string, string> {
  return { DATABASE_URL: centre.url, RETALLY_HOME: scratch.path }
}

function run(...args: string[]): Promise<Ended> {
  return retally(args, environment())
}

async function refusal(...args: string[]): Promise<string> {
  const { code, stderr } = await run(...args)
  expect(code).toBe(2)
  return stderr
}

async function said(...args: string[]): Promise<string> {
  const { code, stderr } = await run(...args)
  if (code !== 0) throw new Error(stderr)
  return stderr
}

async function standing(version: number): Promise<Record<string, unknown>> {
  const all = JSON.parse((await run('kpi', 'list', '--states', '-o', 'json')).stdout)
  return all.find((each: { kpi: string; version: number }) => each.kpi === KPI && each.version === version)
}

const results = async (reference: string) =>
  JSON.parse((await run('results', reference, ...range, '--by', 'agent', '-o', 'json')).stdout)

/** What `results` said of version 1 before anything was done to it. */
let before: unknown

test('every version says how it stands; what is in force, or sent somewhere, is not retired', async () => {
  before = await results(`${KPI}@1`)
  const standings = JSON.parse((await run('kpi', 'list', '--states', '-o', 'json')).stdout)
  for (const expected of [
    { kpi: KPI, version: 1, state: 'deprecated', inForceFrom: [], days: 1, rows: 12 },
    { kpi: KPI, version: 2, state: 'active', inForceFrom: ['ever'] },
    { kpi: 'offered', version: 1, state: 'draft', rows: 0 },
  ])
    expect(standings).toContainEqual(expect.objectContaining(expected))
  expect(await refusal('kpi', 'retire', `${KPI}@2`, ...who)).toContain('is in force for all dates')
  const settings = join(scratch.path, 'retally.yaml')
  writeFileSync(settings, `sinks:\n  - { kind: external-metrics, metrics: [{ kpi: ${KPI}@1 }] }\n`)
  expect(await refusal('kpi', 'retire', `${KPI}@1`, ...who)).toContain('is sent to external-metrics')
  rmSync(settings)
})

test('a retired version is retired and not missing: a plan says so, and who names it to compute it is told', async () => {
  expect(await said('kpi', 'retire', `${KPI}@1`, ...who)).toContain(`${KPI}@1 is retired: its rows stay`)
  const { code, stdout } = await run('plan', `${KPI}@1`, ...range, '--detailed-exitcode')
  expect(code).toBe(0)
  expect(stdout).toContain('nothing to do')
  expect(stdout).toMatch(/retired 2026-10-20: since \d{4}-\d\d-\d\d, by ana: nobody reads it/)
  const backfill = await refusal('backfill', `${KPI}@1`, ...range, '--dry-run')
  expect(backfill).toMatch(/is retired \(since .*, by ana: nobody reads it\): nobody computes it/)
  expect(backfill).toContain(`retally kpi restore ${KPI}@1`)
  expect(await refusal('promote', `${KPI}@1`, ...range, ...who)).toContain('is retired')
})

test('it is dropped only once it was sealed and read back; what is lost by that is said', async () => {
  expect(await refusal('kpi', 'drop', `${KPI}@1`, ...who)).toContain('was never sealed')
  expect(await refusal('kpi', 'seal', `${KPI}@2`, '--to', folder, ...who, '--drop')).toContain('is in force')
  expect(await said('kpi', 'seal', `${KPI}@1`, '--to', folder, ...who)).toContain(
    `${KPI}@1 is sealed in ${folder}: 12 rows of 1 day, `,
  )

  const dropped = await said('kpi', 'drop', `${KPI}@1`, ...who)
  expect(dropped).toContain(`A rollback to it needs them back first: retally kpi restore ${folder}`)
  expect(dropped).toContain('is dropped: 12 rows have gone')
  expect(await standing(1)).toMatchObject({ state: 'retired', sealedIn: folder, rows: 0, days: 0 })
})

test('whoever asks for what was dropped is told where it is', async () => {
  const way = `retally kpi restore ${folder}`
  expect(await refusal('results', `${KPI}@1`, ...range)).toContain(way)
  expect(await refusal('diff', `${KPI}@1`, `${KPI}@2`, ...range)).toContain(way)
  expect(await refusal('rollback', KPI, ...who)).toContain(way)
  expect(await refusal('kpi', 'restore', `${KPI}@1`, ...who)).toContain('--without-rows')
})

test('restored from its seal it can be in force again, and says what it said', async () => {
  expect(await refusal('kpi', 'restore', scratch.path, ...who)).toContain('There is no seal in')
  expect(await said('kpi', 'restore', folder, ...who)).toContain(`${KPI}@1 is here again as it was sealed`)
  const back = await said('rollback', KPI, ...who)
  expect(back).toContain(`${KPI}@1 is in force again for all dates`)
  // Its meaning is not that of this program: nothing is lost, and somebody should know.
  expect(back).toContain(`${DAY}: computed from what was known then; \`retally plan ${KPI}@1\``)
  expect(await results(KPI)).toEqual(before)
  const account = JSON.parse((await run('publications', KPI, '-o', 'json')).stdout)
  expect(account.map(({ action }: { action: string }) => action).join()).toBe(
    'first,promote,retire,seal,drop,restore,rollback',
  )
  expect(account[4]).toMatchObject({ by: 'ana', from: 1, evidence: { seal: { folder }, rows: 12, days: 1 } })
})

test('killed at any moment, each command goes on when it is given again', async () => {
  const two = join(scratch.path, 'aaht-2')
  const whole = await results(`${KPI}@2`)
  await said('kpi', 'retire', `${KPI}@2`, ...who)
  for (const [moment, ...command] of [
    ['writing', 'kpi', 'seal', `${KPI}@2`, '--to', two],
    ['reading back', 'kpi', 'drop', `${KPI}@2`],
    ['reading back', 'kpi', 'restore', two],
  ] as const) {
    const killed = startRetally([...command, ...who], environment())
    await killed.says(moment)
    killed.signal('SIGKILL')
    await killed.ended
    await onceItIsFree(...command, ...who)
  }
  expect(await results(`${KPI}@2`)).toEqual(whole)
})

/** What held the lock may be gone a moment before the database knows. */
async function onceItIsFree(...command: string[]): Promise<void> {
  for (;;) {
    const { code, stderr } = await run(...command)
    if (code === 0) return
    expect(stderr).toContain('seal.busy')
  }
}

test('of a seal that was moved, whoever wants its rows is told the folder where the drop read it back', async () => {
  const [written, moved] = [join(scratch.path, 'aaht-2-here'), join(scratch.path, 'aaht-2-there')]
  await said('kpi', 'seal', `${KPI}@2`, '--to', written, ...who)
  const { sealedAt } = await standing(2)
  renameSync(written, moved)
  await said('kpi', 'drop', `${KPI}@2`, ...who, '--seal', relative(process.cwd(), moved))
  expect(await refusal('results', `${KPI}@2`, ...range)).toContain(`retally kpi restore ${moved} `)
  expect(await standing(2)).toMatchObject({ sealedIn: moved, sealedAt, sealIsCurrent: true })
  await said('kpi', 'restore', moved, ...who)
})

test('sealed and dropped in one command, a version can also be had anew: its retirement is taken back without rows', async () => {
  const both = await said(
    'kpi',
    'seal',
    `${KPI}@2`,
    '--to',
    join(scratch.path, 'aaht-2-again'),
    ...who,
    '--drop',
  )
  expect(both).toContain('all read back')
  expect(both).toContain('is dropped')
  expect(await said('kpi', 'restore', `${KPI}@2`, ...who, '--without-rows')).toContain('deprecated again')
  expect((await run('plan', `${KPI}@2`, ...range)).stdout).toContain('missing 2026-10-20')
})
