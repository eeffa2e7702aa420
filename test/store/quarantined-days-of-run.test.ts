import { quarantineDay } from '../../src/store/archive/quarantine-day'
import { readQuarantinedDaysOfRun } from '../../src/store/archive/read-quarantined-days-of-run'
import { finishRun } from '../../src/store/runs/finish-run'
import { noteFailedDay } from '../../src/store/runs/note-failed-day'
import { startRun } from '../../src/store/runs/start-run'
import { empty, freshStore, now, type TestStore } from './stored'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const hour = 3_600_000
const [monday, tuesday] = ['2026-10-19', '2026-10-20'] as const

const begin = (workflowId: string, at: number) =>
  startRun(test.store.pool, { kind: 'backfill', workflowId, at, codeVersion: '0', tzRelease: '2026a' })

async function fails(runKey: number, day: string, at: number): Promise<void> {
  const failure = { reason: 'export-failed', detail: 'no job finished', source: `run ${runKey}` }
  await quarantineDay(test.store.pool, { organisation: 'org', day, ...failure, at })
  await noteFailedDay(test.store.pool, runKey, day)
}

const end = (runKey: number, quarantinedDays: number, at: number) =>
  finishRun(test.store.pool, runKey, { state: 'partial', at, receipt: { quarantinedDays } })

const failedIn = (workflowId: string) =>
  readQuarantinedDaysOfRun(test.store.pool, {
    ...{ organisation: 'org', workflowId, first: monday, last: tuesday },
  })

it('a day is of each run that it failed in, and of no other that went on meanwhile', async () => {
  const one = await begin('one', now)
  const other = await begin('other', now)
  const beside = await begin('beside', now)
  await fails(one, monday, now)
  await fails(other, monday, now + hour)
  await fails(other, tuesday, now + hour)
  await fails(other, tuesday, now + hour)
  await end(one, 1, now + 2 * hour)
  await end(other, 2, now + 2 * hour)
  expect(await failedIn('one')).toEqual([monday])
  expect(await failedIn('other')).toEqual([monday, tuesday])
  await end(beside, 0, now + 2 * hour)
  expect(await failedIn('beside')).toEqual([])
})

it('a day is of a workflow that came to it in an earlier run, and of a run that nobody closed', async () => {
  const first = await begin('given again', now)
  await fails(first, monday, now)
  await end(first, 1, now + hour)
  await begin('given again', now + 2 * hour)
  expect(await failedIn('given again')).toEqual([monday])
  await fails(await begin('lost', now), tuesday, now)
  expect(await failedIn('lost')).toEqual([tuesday])
})

it('of a run from before failures were noted, days may be its own that failed while it ran', async () => {
  const past = await begin('past', now)
  const night = await begin('night', now)
  await fails(night, monday, now + hour)
  await end(past, 1, now + 2 * hour)
  await fails(night, tuesday, now + 3 * hour)
  expect(await failedIn('past')).toEqual([monday])
})
