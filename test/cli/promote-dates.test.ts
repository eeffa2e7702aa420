/** From which days a version needs numbers that is to be in force for some dates: three versions over three days, and a call over midnight. */
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { archive, freshStore, now, recompute, type TestStore } from '../store/stored'
import { day } from '../store/story'
import { readyToCompute } from './publishing'
import { type Ended, retally, scratchFolder } from './retally'

const KPI = 'service-level'
const [V1, V2, V3] = [`${KPI}@1`, `${KPI}@2`, `${KPI}@3`]
const [FIRST, SECOND, LAST] = ['2026-10-20', '2026-10-21', '2026-10-22'] as const
/** It waits ten seconds, over midnight. */
const late = { conversationId: 'over midnight', startedAt: `${FIRST}T23:59:55.000Z` }

const scratch = scratchFolder()
let centre: TestStore
let versions: DefinitionToCompute[]

/** Version 1 is in force until the first day is over and version 2 since; neither was computed for the dates of the other. */
beforeAll(async () => {
  centre = await freshStore()
  versions = await Promise.all([V1, V2, V3].map((kpi) => readyToCompute(centre, kpi)))
  for (const date of [FIRST, SECOND, LAST]) await archive(centre.store, day(date, 4))
  await archive(centre.store, [late])
  await computed(1, FIRST)
  for (const date of [SECOND, LAST]) for (const version of [2, 3]) await computed(version, date)
  const who = { at: now, by: 'ana', why: 'as agreed' }
  await publishDefinition(centre.store, { name: KPI, version: 1, ...who })
  await publishDefinition(centre.store, { name: KPI, version: 2, since: SECOND, ...who })
})
afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

async function computed(version: number, date: string): Promise<void> {
  await recompute(centre.store, date, [versions[version - 1] as DefinitionToCompute])
}

function run(...args: string[]): Promise<Ended> {
  return retally(args, { DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })
}

const promote = (...more: string[]) =>
  run('promote', V3, '--by', 'ana', '--why', 'the new target', '--yes', ...more)

async function inForceAtMidnight(): Promise<number[]> {
  const { rows } = await centre.store.pool.query<{ version: number }>(
    `SELECT metric_version AS version FROM published_effective WHERE metric_type = $1 AND interaction_id = $2`,
    [KPI, late.conversationId],
  )
  return rows.map(({ version }) => version)
}

test('for all dates it needs those of each version in force, not of today’s alone', async () => {
  const { code, stderr } = await promote('--from', SECOND)
  expect([code, stderr]).toEqual([2, expect.stringContaining('publish.would-lose-days')])
  expect(stderr).toContain(`${V3} would also be in force for ${FIRST}, where it is not computed`)
})

describe('from a date on', () => {
  beforeAll(() => computed(2, FIRST))

  test('it needs the days before on which began what is observed since', async () => {
    expect(await inForceAtMidnight()).toEqual([2])
    const { code, stderr } = await promote('--from', SECOND, '--since', SECOND)
    expect([code, stderr]).toEqual([2, expect.stringContaining('publish.would-lose-days')])
    expect(stderr).toContain(
      `${V3} is not computed on ${FIRST}, and the version in force is: what began there and is observed from ${SECOND} on, readers would lose.`,
    )
    expect(stderr).toContain(`retally backfill ${V3} --from ${FIRST} --to ${FIRST}`)
  })

  test('that is yet to come it is compared with what is in force until then', async () => {
    await computed(3, FIRST)
    const { code, stderr } = await promote('--since', '2999-01-01')
    expect([code, stderr]).toEqual([2, expect.stringContaining('publish.no-diff')])
    expect(stderr).toContain(`retally diff ${V2} ${V3} --from ${FIRST} --to ${LAST}`)
  })

  test('it is published once it has them, and nobody loses what is observed after midnight', async () => {
    await run('diff', V2, V3, '--from', SECOND, '--to', LAST)
    const { code, stderr } = await promote('--since', SECOND)
    expect([code, stderr]).toEqual([0, expect.stringContaining(`in force for dates from ${SECOND} on`)])
    expect(await inForceAtMidnight()).toEqual([3])
  })
})

test('who explains a conversation and names no version gets the one in force when it was observed', async () => {
  const version = async (conversationId: string | undefined) => {
    const { stdout } = await run('explain', conversationId ?? '', KPI, '-o', 'json')
    return JSON.parse(stdout).kpi
  }
  expect(await version(day(FIRST, 4)[0]?.conversationId)).toBe(V1)
  expect(await version(day(SECOND, 4)[0]?.conversationId)).toBe(V3)
  expect(await version(late.conversationId)).toBe(V3)
})
