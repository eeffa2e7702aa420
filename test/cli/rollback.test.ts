/** What readers lose by going back to a version that was not computed all the while, and which version they read of which dates. */
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { readPublications } from '../../src/store/definitions/read-publications'
import { rollBack } from '../../src/store/definitions/roll-back'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { archive, freshStore, now, recompute, type TestStore, zones } from '../store/stored'
import { day } from '../store/story'
import { readyToCompute, whileItWaits } from './publishing'
import { type Ended, retally, scratchFolder, startRetally } from './retally'

const KPI = 'adjusted-average-handle-time'
const [V1, V2] = [`${KPI}@1`, `${KPI}@2`]
const [FIRST, SECOND, THIRD] = ['2026-10-20', '2026-10-21', '2026-10-22'] as const
const who = { by: 'ana', why: 'as agreed' }

const scratch = scratchFolder()
let centre: TestStore
let v1: DefinitionToCompute

/** Version 2 was in force and was taken back; it was retired, and since then only version 1 has been computed. */
beforeAll(async () => {
  centre = await freshStore()
  const { store } = centre
  await replaceFileRows(store, { agentZones: zones.agentZones }, now)
  v1 = await readyToCompute(centre, V1)
  await computed(FIRST, [v1, await readyToCompute(centre, V2)])
  await publishDefinition(store, { name: KPI, version: 2, at: now + 1000, ...who })
  await rollBack(store, { name: KPI, at: now + 2000, ...who })
  expect((await run('kpi', 'retire', V2, '--by', 'ana', '--why', 'nobody reads it')).code).toBe(0)
  await computed(SECOND, [v1])
})
afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

async function computed(date: string, versions: DefinitionToCompute[]): Promise<void> {
  await archive(centre.store, day(date, 12, Number(date.slice(-2)) * 100))
  await recompute(centre.store, date, versions)
}

const environment = () => ({ DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })

function run(...args: string[]): Promise<Ended> {
  return retally(args, environment())
}

const back = ['rollback', KPI, '--to', '2', '--by', 'ben', '--why', 'the old one was right']
const lastOfAccount = async () => (await readPublications(centre.store.pool, { name: KPI })).at(-1)
const read = (reference: string, from: string, to: string) =>
  run('results', reference, '--from', from, '--to', to, '-o', 'json')

describe('a rollback by which readers would lose days', () => {
  test('is refused where nobody can be asked, and names the days and what computes them', async () => {
    const { code, stderr } = await run(...back)
    expect([code, stderr]).toEqual([2, expect.stringContaining('publish.would-lose-days')])
    expect(stderr).toContain(`${V2} would be in force again for ${SECOND}, where it is not computed`)
    expect(stderr).toContain(
      `retally kpi restore ${V2} --by … --why …; retally backfill ${V2} --from ${SECOND} --to ${SECOND}`,
    )
    expect(await lastOfAccount()).toMatchObject({ action: 'retire' })
  })

  test('is refused where more days would be lost than were shown, once it has the lock', async () => {
    const { code, stderr } = await whileItWaits(
      centre,
      KPI,
      () => startRetally([...back, '--yes'], environment()),
      () => computed(THIRD, [v1]),
    )
    expect([code, stderr]).toEqual([2, expect.stringContaining('publish.moved-meanwhile')])
    expect(await lastOfAccount()).toMatchObject({ action: 'retire' })
  })

  test('is made with --yes all the same, and the account keeps the days', async () => {
    const { code, stderr } = await run(...back, '--yes')
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${V2} is in force again for all dates`)])
    expect(stderr).toContain(
      `\`retally backfill ${V2} --from ${SECOND} --to ${THIRD}\` computes the days that are lost.`,
    )
    expect(await lastOfAccount()).toMatchObject({
      ...{ action: 'rollback', by: 'ben', to: 2 },
      evidence: { lost: [{ version: 2, days: [{ first: SECOND, last: THIRD, days: 2 }] }] },
    })
  })

  test('asks for nothing where none is lost', async () => {
    const { code, stderr } = await run('rollback', KPI, '--by', 'ben', '--why', 'days were lost')
    expect([code, stderr]).toEqual([0, `${V1} is in force again for all dates (it was ${V2}).\n`])
    expect(await lastOfAccount()).toMatchObject({ action: 'rollback', to: 1, evidence: {} })
  })
})

describe('results without a version, once another is in force from a date on', () => {
  beforeAll(async () => {
    await recompute(centre.store, SECOND, [await readyToCompute(centre, V2)])
    await publishDefinition(centre.store, { name: KPI, version: 2, since: SECOND, at: Date.now(), ...who })
  })

  test('are those of the version in force for the dates asked for', async () => {
    const early = await read(KPI, FIRST, FIRST)
    expect(early.stdout).toBe((await read(V1, FIRST, FIRST)).stdout)
    expect(early.stderr).toContain(`${V1} is in force for these dates; ${V2}`)
    const late = await read(KPI, SECOND, SECOND)
    expect(late.stdout).toBe((await read(V2, SECOND, SECOND)).stdout)
    expect(late.stderr).toBe('')
  })

  test('over dates of two versions are of each for its own', async () => {
    const { stretches } = JSON.parse((await read(KPI, FIRST, SECOND)).stdout)
    expect(stretches).toMatchObject([
      { version: 1, first: FIRST, last: FIRST },
      { version: 2, first: SECOND, last: SECOND },
    ])
  })

  test('a version that is named is read for all dates', async () => {
    expect(JSON.parse((await read(V1, SECOND, SECOND)).stdout)).toMatchObject({ version: 1 })
  })

  test('a rollback to dates of two versions tells both, and the account what moved', async () => {
    const at = Date.now()
    await publishDefinition(centre.store, { name: KPI, version: 2, at, ...who })
    const { stderr } = await run('rollback', KPI, '--by', 'ben', '--why', 'too early')
    expect(stderr).toContain(`In force again: ${V1} until ${FIRST}, ${V2} since ${SECOND} (it was ${V2}).\n`)
    const account = (await run('publications', KPI)).stdout.trim().split('\n').slice(-3)
    const both = `1 until ${FIRST}, 2 since ${SECOND}`
    expect(account.map((line) => line.split(/ {2,}/).slice(2, 5))).toEqual([
      ['promote', '1', both],
      ['promote', both, '2'],
      ['rollback', '2', both],
    ])
  })

  test('a rollback says which days only published_current loses', async () => {
    await run('rollback', KPI, '--by', 'ben', '--why', 'not yet')
    await centre.store.pool.query(
      `DELETE FROM ledger USING kpi_definition d WHERE ledger.definition_key = d.definition_key AND d.name = $1 AND d.version = 2 AND day = $2`,
      [KPI, FIRST],
    )
    const { code, stderr } = await run(
      'rollback',
      KPI,
      '--to',
      '2',
      '--by',
      'ben',
      '--why',
      'it was right',
      '--yes',
    )
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${V2} since ${SECOND} (it was ${V1}).`)])
    expect(stderr).toContain(
      `${FIRST}: ${V2} is not computed there. Readers of published_current lose these days`,
    )
  })
})
