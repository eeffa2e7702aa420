/** Which days are behind, where one version of a KPI is in force until a date and another since. */
import { deliveryScope } from '../../src/activities/delivery-scope'
import type { Dependencies } from '../../src/activities/dependencies'
import { listDirtyDays } from '../../src/activities/list-dirty-days'
import { readStatus } from '../../src/cli/status/read-status'
import { settingsSchema } from '../../src/config/settings'
import { versionOn } from '../../src/kpis/publication'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { readDefinitions } from '../../src/store/definitions/read-definitions'
import { readPeriods } from '../../src/store/definitions/read-periods'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { spansOf } from '../../src/time/day-span'
import { readyToCompute } from '../cli/publishing'
import { archive, empty, freshStore, now, recompute, type TestStore } from './stored'
import { day } from './story'

const KPI = 'service-level'
const [FIRST, SECOND, THIRD, LAST] = ['2026-10-20', '2026-10-21', '2026-10-22', '2026-10-23'] as const
/** What began there was over long before the third day: a conversation stays open for about sixty days. */
const LONG_AGO = '2026-08-18'
const settings = settingsSchema.parse({})

let centre: TestStore
let former: DefinitionToCompute
let since: DefinitionToCompute
beforeAll(async () => {
  centre = await freshStore()
})
beforeEach(async () => {
  former = await readyToCompute(centre, `${KPI}@2`)
  since = await readyToCompute(centre, `${KPI}@3`)
  for (const date of [LONG_AGO, FIRST, SECOND, THIRD, LAST]) await archive(centre.store, day(date, 4))
  await publishDefinition(centre.store, {
    ...{ name: KPI, version: 3, since: THIRD, at: now, by: 'ana', why: 'as agreed' },
  })
})
afterEach(() => empty(centre.store))
afterAll(() => centre.drop())

async function computed(version: DefinitionToCompute, ...dates: string[]): Promise<void> {
  for (const date of dates) await recompute(centre.store, date, [version])
}

/** What the gaps of a status name. */
async function missing(): Promise<string[]> {
  const asked = { first: LONG_AGO, last: LAST }
  const { gaps } = await readStatus(centre.store.pool, settings, { organisation: 'org', asked })
  return gaps.notComputed.map(({ state, first, last }) => `${state} ${first} to ${last}`)
}

/** What a night would compute. */
async function dirty(): Promise<string[]> {
  const dependencies = { store: centre.store, settings, now: () => now, log: { warn: () => undefined } }
  const { days } = await listDirtyDays(dependencies as unknown as Dependencies)({ after: null, limit: 9 })
  return spansOf(days).map(({ first, last }) => `missing ${first} to ${last}`)
}

/** Why a delivery that begins a few days earlier holds the dates back. */
async function heldBack(...dates: string[]): Promise<unknown[]> {
  const { pool } = centre.store
  const periods = (await readPeriods(pool)).get(KPI) ?? []
  const { heldBackBy } = await deliveryScope(pool, {
    ...{
      organisation: 'org',
      definitions: await readDefinitions(pool),
      firstDate: '2026-10-17',
      lastDate: LAST,
    },
    versionOn: (_kpi, date) => versionOn(periods, date),
  })
  return dates.map((date) => heldBackBy(KPI, date))
}

/** The last day of the former lasts into the third day of UTC west of Greenwich. */
test('each version has to stand on the days that may post onto dates it is in force for, and on no others', async () => {
  await computed(former, LONG_AGO, FIRST, SECOND, THIRD)
  await computed(since, FIRST, SECOND, THIRD, LAST)
  expect([await missing(), await dirty()]).toEqual([[], []])
  expect(await heldBack(FIRST, SECOND, THIRD, LAST)).toEqual([null, null, null, null])
})

test('a day is missing where the version in force for it was never computed, whatever others stand there', async () => {
  await computed(former, LONG_AGO, FIRST, THIRD, LAST)
  await computed(since, LONG_AGO, FIRST, SECOND, LAST)
  expect(await missing()).toEqual([`missing ${SECOND} to ${THIRD}`])
  expect(await dirty()).toEqual([`missing ${SECOND} to ${THIRD}`])
})

test('a day is missing where the version was never computed that is in force when what began there may be over', async () => {
  await computed(former, LONG_AGO, FIRST, SECOND, THIRD)
  await computed(since, FIRST, THIRD, LAST)
  expect(await missing()).toEqual([`missing ${SECOND} to ${SECOND}`])
  expect(await dirty()).toEqual([`missing ${SECOND} to ${SECOND}`])
  expect(await heldBack(FIRST, SECOND, THIRD, LAST)).toEqual([null, null, 'not-computed', 'not-computed'])
})

test('a day of the former version stands until its own facts change', async () => {
  await computed(former, LONG_AGO, FIRST, SECOND, THIRD)
  await computed(since, FIRST, SECOND, THIRD, LAST)
  await archive(centre.store, day(LONG_AGO, 6))
  expect(await missing()).toEqual([`stale ${LONG_AGO} to ${LONG_AGO}`])
  expect(await dirty()).toEqual([`missing ${LONG_AGO} to ${LONG_AGO}`])
})
