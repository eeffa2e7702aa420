import { noteSteering } from '../../src/store/runs/note-steering'
import { readDaysBeingFetched } from '../../src/store/runs/read-days-being-fetched'
import { startRun } from '../../src/store/runs/start-run'
import { dayMs } from '../../src/time/civil-date'
import { empty, freshStore, now, type TestStore } from './stored'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const october = { organisation: 'org', from: '2026-10-01', to: '2026-10-31', export: 'missing' }

async function backfillUnderWay(input: object, startedAt = now): Promise<number> {
  const run = { kind: 'backfill', workflowId: JSON.stringify(input), codeVersion: '0', tzRelease: '2026a' }
  return startRun(test.store.pool, { ...run, at: startedAt, input })
}

const beingFetched = () =>
  readDaysBeingFetched(test.store.pool, { organisation: 'org', aliveSince: now - dayMs })

it('are those of a backfill under way that fetches', async () => {
  await backfillUnderWay(october)
  expect(await beingFetched()).toEqual([{ from: '2026-10-01', to: '2026-10-31', skippedDays: [] }])
})

it('are the days it was given, of one that was given some', async () => {
  await backfillUnderWay({ ...october, days: ['2026-10-03', '2026-10-07'] })
  expect(await beingFetched()).toEqual([
    { from: '2026-10-03', to: '2026-10-03', skippedDays: [] },
    { from: '2026-10-07', to: '2026-10-07', skippedDays: [] },
  ])
})

it('are not those of one that only computes, takes what failed, is of another organisation, or has ended', async () => {
  await backfillUnderWay({ ...october, export: 'none' })
  await backfillUnderWay({ ...october, only: 'failed' })
  await backfillUnderWay({ ...october, organisation: 'another' })
  const ended = await backfillUnderWay(october)
  await test.store.pool.query(`UPDATE run SET state = 'done' WHERE run_key = $1`, [ended])
  expect(await beingFetched()).toEqual([])
})

it('are not those it was told to leave out, and none while it is paused', async () => {
  const runKey = await backfillUnderWay(october)
  const skippedDays = ['2026-10-08']
  await noteSteering(test.store.pool, runKey, { paused: false, skippedDays })
  expect(await beingFetched()).toEqual([{ from: '2026-10-01', to: '2026-10-31', skippedDays }])
  await noteSteering(test.store.pool, runKey, { paused: true, skippedDays })
  expect(await beingFetched()).toEqual([])
})

it('are those of its workflow once more, whatever one was told that ended without a word', async () => {
  const ended = await backfillUnderWay(october)
  await noteSteering(test.store.pool, ended, { paused: true, skippedDays: ['2026-10-08'] })
  expect(await backfillUnderWay(october)).toBe(ended)
  expect(await beingFetched()).toEqual([{ from: '2026-10-01', to: '2026-10-31', skippedDays: [] }])
})

it('are no longer those of one that has asked for nothing for a day', async () => {
  const runKey = await backfillUnderWay(october, now - 2 * dayMs)
  expect(await beingFetched()).toEqual([])
  await test.store.pool.query(
    `INSERT INTO export (organisation, request_key, attempt, selection_rule, interval_start, interval_end, state, started_at, run_key)
     VALUES ('org', 'a', 1, 'job-activity', '2026-10-03', '2026-10-04', 'submitted', $1, $2)`,
    [new Date(now - dayMs / 2), runKey],
  )
  expect(await beingFetched()).toEqual([{ from: '2026-10-01', to: '2026-10-31', skippedDays: [] }])
})
