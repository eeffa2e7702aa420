/** Whatever a version observes, and however its ids are written, a seal has all of it and gives it back. */
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { to as copyTo } from 'pg-copy-streams'
import { agentDayFold, archivedUserDetails, mergedUserDetails } from '../../src/activities/fold-agent-day'
import { archiveAgentDays } from '../../src/store/archive/archive-agent-days'
import { inTransaction } from '../../src/store/open-store'
import { resultChecksum } from '../../src/store/results/result-checksum'
import { readCsv } from '../../src/store/seals/csv'
import { dropVersion, removeRows } from '../../src/store/seals/drop-version'
import { restoreVersion } from '../../src/store/seals/restore-version'
import { sealVersion } from '../../src/store/seals/seal-version'
import { parseInstant } from '../../src/time/instant'
import { scratchFolder } from '../cli/retally'
import { anExport, archive, freshStore, now, ready, recompute, type TestStore } from './stored'

const DAY = '2026-10-20'
const strange = 'agent "7", née\nÜbel\\N'

let test: TestStore
const scratch = scratchFolder()
beforeAll(async () => {
  test = await freshStore()
})
afterAll(async () => {
  await test.drop()
  scratch.remove()
})

/** As if it had never been in force: the first version of a KPI is, as soon as it is registered. */
async function retired(name: string): Promise<void> {
  const { pool } = test.store
  await pool.query('DELETE FROM kpi_publication WHERE name = $1', [name])
  await pool.query(`UPDATE kpi_definition SET state = 'retired' WHERE name = $1`, [name])
}

/** Seals, drops and restores a version; the rows it has, and whether all that stands is the same afterwards. */
async function roundTrip(name: string): Promise<{ rows: number; gone: boolean; same: boolean }> {
  const decision = { name, version: 1, at: now, by: 'ana', why: 'x' }
  const before = await resultChecksum(test.store.pool)
  await retired(name)
  const seal = await sealVersion(test.store, { ...decision, folder: join(scratch.path, name) })
  await dropVersion(test.store, { ...decision, seal })
  await removeRows(test.store, decision)
  const without = await resultChecksum(test.store.pool)
  await restoreVersion(test.store, { ...decision, folder: seal.folder })
  const { checksum } = await resultChecksum(test.store.pool)
  const { rows } = seal.manifest
  return { rows, gone: before.rows - without.rows === rows, same: checksum === before.checksum }
}

it('Conversations with ids of any letters come back as they were', async () => {
  const legs = [{ agentId: strange, handledAfterMinutes: 5, handleMs: 60_000 }]
  const told = { startedAt: `${DAY}T15:00:00.000Z`, queueId: 'queue, "one"', legs }
  await archive(test.store, [{ ...told, conversationId: 'conversation "ä",\n1' }])
  await recompute(test.store, DAY, [await ready(test.store, 'average-handle-time@1')])
  expect(await roundTrip('average-handle-time')).toEqual({ rows: 1, gone: true, same: true })
})

it('Contacts come back as they were, with what is not decided yet', async () => {
  const legs = [{ agentId: 'agent-0', handledAfterMinutes: 10, handleMs: 240_000 }]
  const calls = ['08', '11', '15'].map((hour) => ({
    ...{ conversationId: `ada-${hour}`, startedAt: `${DAY}T${hour}:00:00.000Z`, legs, customer: 'ada' },
  }))
  await archive(test.store, calls)
  await recompute(test.store, DAY, [await ready(test.store, 'repeat-contact-rate@1')])
  const { rows, gone, same } = await roundTrip('repeat-contact-rate')
  expect({ gone, same }).toEqual({ gone: true, same: true })
  expect(rows).toBeGreaterThan(2)
})

it("Agents' days come back as they were, each with the day it is of", async () => {
  const until = parseInstant('2026-10-23T00:00:00.000Z')
  for (const day of [DAY, '2026-10-21']) {
    const presence = {
      startTime: `${day}T09:00:00.000Z`,
      endTime: `${day}T10:20:00.000Z`,
      systemPresence: 'ON_QUEUE',
    }
    const routing = {
      startTime: `${day}T09:00:00.000Z`,
      endTime: `${day}T10:20:00.000Z`,
      routingStatus: 'IDLE',
    }
    const user = { userId: 'agent-7', primaryPresence: [presence], routingStatus: [routing] }
    await archiveAgentDays(test.store, {
      ...{
        exportKey: (await anExport(test.store)).exportKey,
        page: 1,
        cursorAfter: null,
        source: 'user-details',
      },
      ...{ day, quarantined: [], observedAt: until, fold: agentDayFold, merge: mergedUserDetails },
      records: [{ agentId: 'agent-7', body: archivedUserDetails(user, day, until) }],
    })
    await recompute(test.store, day, [await ready(test.store, 'on-queue-time@1')])
  }
  const { rows, gone, same } = await roundTrip('on-queue-time')
  expect({ gone, same }).toEqual({ gone: true, same: true })
  expect(rows).toBeGreaterThan(8)
})

it('What Postgres writes as CSV is read as it was, wherever its bytes are cut', async () => {
  const text = fc.option(
    fc.string({ unit: 'binary' }).map((each) => each.replaceAll('\0', '')),
    { nil: null },
  )
  const table = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, length) => {
      const bytes = await inTransaction(test.store, async (tx) => {
        const row = (values: readonly (string | null)[]) =>
          `(${values.map((each) => (each === null ? 'NULL' : tx.escapeLiteral(each))).join(', ')})`
        const query = `SELECT a::text, b::text, c::text FROM (VALUES ${rows.map(row).join(', ')}) AS v (a, b, c)`
        return Buffer.concat(
          await Readable.from(tx.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT csv)`))).toArray(),
        )
      })
      const pieces = Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
        bytes.subarray(i * length, (i + 1) * length),
      )
      const read: unknown[] = []
      for await (const record of readCsv(Readable.from(pieces))) read.push(record)
      expect(read).toEqual(rows)
    }),
    { numRuns: 30 },
  )
})
