/**
 * What users of other systems complain about in their partitions, as facts about ours; each title ends with where the complaint
 * stands.
 */

import { definitionWithResults } from '../../src/cli/results/definition-with-results'
import { readResults } from '../../src/cli/results/read-results'
import { readStatus } from '../../src/cli/status/read-status'
import { settingsSchema } from '../../src/config/settings'
import { findDefinition } from '../../src/kpis/catalogue'
import { fingerprintOf } from '../../src/kpis/fingerprint'
import { referenceFingerprint } from '../../src/kpis/reference-fingerprint'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { dirtyDays } from '../../src/store/days/dirty-days'
import { openStore } from '../../src/store/open-store'
import { readPartitionRuns } from '../../src/store/plans/read-partition-runs'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { parseInstant } from '../../src/time/instant'
import { addDays, eachDate } from '../../src/time/local-date'
import { parseZone } from '../../src/time/zone-name'
import { rowVersions } from '../store/row-versions'
import { archive, empty, freshStore, ready, recompute, type TestStore } from '../store/stored'
import { day, type Story } from '../store/story'

const DAY = '2026-10-20'

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

/** One call each quarter hour from the first instant to the last, to be offered in the same second. */
function everyQuarter(from: string, to: string): Story[] {
  const stories: Story[] = []
  for (let at = Date.parse(from); at < Date.parse(to); at += 900_000) {
    const startedAt = new Date(at).toISOString()
    stories.push({ conversationId: `at ${startedAt}`, startedAt })
  }
  return stories
}

async function offeredBy(by: 'day' | 'interval', from: string, to: string, zone: string) {
  const which = await definitionWithResults(test.store.pool, 'offered@1')
  const interval = { start: parseInstant(`${from}:00.000Z`), end: parseInstant(`${to}:00.000Z`) }
  const { cells } = await readResults(test.store.pool, which, { interval, by: [by], zone: parseZone(zone) })
  return new Map(cells?.map((cell) => [cell[by] as string, cell.value]))
}

describe('A day on which the clocks change', () => {
  it.each([
    ['Europe/London', '2026-10-25', '2026-10-24T23:00', '2026-10-26T00:00', 25],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00', '2026-03-09T04:00', 23],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00', '2026-04-05T13:30', 24.5],
  ])(
    'has all its hours, each once: in %s (dagster-io/dagster#18022, #18037, #32743, dagster-io/community-integrations#336, cube-js/cube#10096, #9638)',
    async (zone, date, from, to, hours) => {
      const offered = await ready(test.store, 'offered@1')
      const around = [`${from.slice(0, 10)}T00:00:00Z`, `${to.slice(0, 10)}T23:45:01Z`] as const
      await archive(test.store, everyQuarter(...around))
      for (const utcDay of eachDate(from.slice(0, 10), addDays(to.slice(0, 10), 1)))
        await recompute(test.store, utcDay, [offered])
      const byDay = await offeredBy('day', `${from.slice(0, 10)}T00:00`, `${to.slice(0, 10)}T23:45`, zone)
      expect(byDay.get(date)).toBe(hours * 4)
      const halfHours = await offeredBy('interval', from, to, zone)
      expect([...halfHours.values()]).toEqual(Array(hours * 2).fill(2))
    },
  )
})

describe('A local day', () => {
  it('is changed where it was read: what a recompute replaces is what reads of that day see (dbt-labs/dbt-core#12380, dbt-labs/dbt-adapters#955)', async () => {
    // In Calcutta the 21st begins at 18:30 UTC of the 20th.
    const call = (time: string, handleMs: number): Story => ({
      conversationId: time,
      startedAt: `${DAY}T${time}:00.000Z`,
      legs: [{ agentId: 'agent-1', handledAfterMinutes: 10, handleMs }],
    })
    const handle = await ready(test.store, 'average-handle-time@1')
    const seconds = async () => {
      const which = await definitionWithResults(test.store.pool, 'average-handle-time@1')
      const interval = {
        start: parseInstant(`${DAY}T00:00:00.000Z`),
        end: parseInstant('2026-10-22T00:00:00.000Z'),
      }
      const { cells } = await readResults(test.store.pool, which, { interval, by: ['day'], zone: undefined })
      return cells?.map(({ day: date, value, observations }) => [date, value, observations])
    }
    await archive(test.store, [call('18:00', 60_000), call('18:25', 60_000)], {
      observedAt: '2026-10-21T00:00:00.000Z',
    })
    await recompute(test.store, DAY, [handle])
    expect(await seconds()).toEqual([
      [DAY, 60, 1],
      ['2026-10-21', 60, 1],
    ])
    await archive(test.store, [call('18:25', 90_000)], { observedAt: '2026-10-22T00:00:00.000Z' })
    await recompute(test.store, DAY, [handle])
    expect(await seconds()).toEqual([
      [DAY, 60, 1],
      ['2026-10-21', 90, 1],
    ])
  })
})

describe('A partition', () => {
  it('is dirty once something older than it arrives, whenever that began, and no other is (cube-js/cube#5073)', async () => {
    const offered = await ready(test.store, 'offered@1')
    const days = ['2026-08-03', '2026-10-19', DAY]
    await archive(
      test.store,
      days.flatMap((date) => day(date, 5)),
    )
    for (const each of days) await recompute(test.store, each, [offered])
    await archive(test.store, day('2026-08-03', 1, 50))
    const keys = [offered.definitionKey]
    expect(
      await dirtyDays(test.store.pool, { staleFor: keys, missingFor: keys, after: null, limit: 9 }),
    ).toEqual({
      days: ['2026-08-03'],
      more: false,
    })
  })

  it('stands as it was computed, whatever a run says of itself (dagster-io/dagster#29467)', async () => {
    const { pool } = test.store
    const definition = findDefinition('offered@1')
    const offered = await ready(test.store, 'offered@1', {
      tables: emptyReferenceTables,
      fingerprint: fingerprintOf(definition, {}),
      referenceFingerprint: referenceFingerprint(emptyReferenceTables, definition.reads),
    })
    await archive(test.store, [...day(DAY, 5), ...day('2026-10-21', 5)])
    for (const each of [DAY, '2026-10-21']) await recompute(test.store, each, [offered])
    const states = async (told: string) => {
      await pool.query(`DELETE FROM run`)
      await pool.query(
        `INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
         VALUES ('backfill', 'a run', $1, now(), '0', '2026a')`,
        [told],
      )
      const asked = { first: DAY, last: '2026-10-21' }
      const { days } = await readStatus(pool, settingsSchema.parse({}), { organisation: 'org', asked })
      return days.map(({ definitions }) => definitions.map(({ state }) => state).join())
    }
    for (const told of ['failed', 'cancelled', 'running'])
      expect(await states(told)).toEqual(['current', 'current'])
    await pool.query(`DELETE FROM ledger WHERE day = '2026-10-21'`)
    expect(await states('done')).toEqual(['current', 'missing'])
  })

  it('costs a preview no line of its own: three years of thirty versions are told in thirty (dagster-io/dagster#3783, #3459)', async () => {
    const { pool } = test.store
    await pool.query(`
      INSERT INTO subject_day (subject, day, subjects, facts_revision)
      SELECT 'conversation', day, 1000, 2 FROM generate_series('2023-11-01'::date, '2026-10-30', '1 day') AS d (day)`)
    const versions = Array.from({ length: 30 }, (_, n) => ({
      ...{ kpi: `kpi-${String(n).padStart(2, '0')}@1`, definitionKey: null, subject: 'conversation' },
      ...{ fingerprint: 'f', referenceFingerprint: 'r', retired: null },
    }))
    const wanted = { first: '2023-11-01', last: '2026-10-30', versions, toFetch: [], failed: [] }
    const told = await readPartitionRuns(pool, wanted)
    expect(told.map(({ kpi, state, days }) => [kpi, state, days])).toEqual(
      versions.map(({ kpi }) => [kpi, 'missing', 1095]),
    )
  })
})

describe('While a partition is computed anew', () => {
  const stories = day(DAY, 150)
  const longer = stories.map((story) => ({
    ...story,
    legs: story.legs?.map((leg) => ({ ...leg, handleMs: leg.handleMs + 5000 })),
  }))
  let handle: DefinitionToCompute
  beforeEach(async () => {
    handle = await ready(test.store, 'average-handle-time@1')
    await archive(test.store, stories, { observedAt: '2026-10-21T00:00:00.000Z' })
    await recompute(test.store, DAY, [handle])
  })

  it('a reader sees all of it as it was or all of it as it is, and never a hole (dbt-labs/dbt-core#10863, microsoft/dbt-fabric#393, duckdb/dbt-duckdb#681)', async () => {
    const reader = await openStore(test.url, { max: 2 })
    const seen = new Set<string>()
    let computing = true
    const look = async () => {
      const { rows } = await reader.pool.query<{ seen: string }>(
        `SELECT count(*) || ' rows, ' || sum((metadata->'parts'->>'handleMs')::bigint) AS seen FROM published_current`,
      )
      return rows[0]?.seen as string
    }
    const before = await look()
    const poll = async () => {
      while (computing) seen.add(await look())
    }
    const polling = [poll(), poll()]
    const standing = new Set([before])
    for (let round = 1; round <= 8; round++) {
      const observedAt = `2026-10-22T00:0${round}:00.000Z`
      await archive(test.store, round % 2 === 1 ? longer : stories, { observedAt })
      await recompute(test.store, DAY, [handle], { force: round > 4 })
      standing.add(await look())
    }
    computing = false
    await Promise.all(polling)
    await reader.close()
    expect(standing.size).toBe(2)
    expect([...seen].filter((each) => !standing.has(each))).toEqual([])
    expect(seen.size).toBe(2)
  })

  it('a failure leaves all of it as it was (TobikoData/sqlmesh#5285)', async () => {
    const { pool } = test.store
    const tables = ['result', 'rollup', 'ledger', 'computation', 'result_past']
    await archive(test.store, longer, { observedAt: '2026-10-22T00:00:00.000Z' })
    const before = await rowVersions(pool, tables)
    // It fails at its very last step, with every row and roll-up written.
    await pool.query(`
      CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room left'; END $$;
      CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON ledger FOR EACH ROW EXECUTE FUNCTION no_room()`)
    await expect(recompute(test.store, DAY, [handle])).rejects.toMatchObject({
      code: 'store.statement-failed',
    })
    await pool.query('DROP TRIGGER no_room ON ledger; DROP FUNCTION no_room')
    expect(await rowVersions(pool, tables)).toEqual(before)
    expect(await recompute(test.store, DAY, [handle])).toMatchObject([{ mode: 'changed', rowsWritten: 150 }])
  })
})
