/** Results where no version is named: of each date those of the version in force for it, however the dates lie. */
import fc from 'fast-check'
import { selectDelivery } from '../../src/activities/select-delivery'
import { type NumbersRead, readNumbers } from '../../src/cli/results/read-numbers'
import type { ResultsWanted } from '../../src/cli/results/read-results'
import { publishDefinition } from '../../src/store/definitions/publish-definition'
import { readPeriods } from '../../src/store/definitions/read-periods'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import { parseInstant } from '../../src/time/instant'
import { addDays, eachDate, utcDay } from '../../src/time/local-date'
import { dayBounds } from '../../src/time/local-day'
import { parseZone, utcZone, type Zone } from '../../src/time/zone-name'
import { archive, freshStore, now, recompute, type TestStore, zones } from '../store/stored'
import { day } from '../store/story'
import { readyToCompute } from './publishing'
import { type Ended, retally, scratchFolder } from './retally'

const KPI = 'adjusted-average-handle-time'
/** Version 2 has a part more, and knows percentiles. */
const PER_CONVERSATION = 'handle-time-per-conversation'
const dates = ['2026-10-20', '2026-10-21', '2026-10-22', '2026-10-23'] as const
const [FIRST, SECOND, THIRD, LAST] = dates

const scratch = scratchFolder()
let centre: TestStore

/** A conversation in each hour of UTC, so that every zone's midnights lie between some. */
beforeAll(async () => {
  centre = await freshStore()
  await replaceFileRows(centre.store, { agentZones: zones.agentZones }, now)
  const versions = await Promise.all(
    [1, 2].flatMap((version) =>
      [KPI, PER_CONVERSATION].map((name) => readyToCompute(centre, `${name}@${version}`)),
    ),
  )
  for (const [index, date] of dates.entries()) {
    const stories = day(date, 24, index * 100).map((story, hour) => ({
      ...story,
      startedAt: `${date}T${String(hour).padStart(2, '0')}:40:00.000Z`,
    }))
    await archive(centre.store, stories)
    await recompute(centre.store, date, versions)
  }
})
afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

let moves = 0

function publish(name: string, version: number, since: string | null): Promise<boolean> {
  const at = now + 1000 * ++moves
  return publishDefinition(centre.store, { name, version, since, at, by: 'ana', why: 'as agreed' })
}

function numbers(reference: string, wanted: ResultsWanted) {
  return readNumbers(centre.store.pool, reference, wanted)
}

interface Move {
  version: number
  since: string | null
}

/** Whatever was agreed last for a date holds for it. */
function versionAgreed(agreed: readonly Move[], date: string): number {
  return (agreed.findLast(({ since }) => since === null || since <= date) as Move).version
}

/** Each version by name over dates that follow one another, one call after the other. */
async function oneByOne(
  agreed: readonly Move[],
  wanted: ResultsWanted,
  zone: Zone,
): Promise<NumbersRead['summary'][]> {
  const runs: { version: number; start: number; end: number }[] = []
  const { start, end } = wanted.interval
  for (const date of eachDate(addDays(utcDay(start), -1), addDays(utcDay(end), 2))) {
    const bounds = dayBounds(zone, date)
    const within = { start: Math.max(bounds.start, start), end: Math.min(bounds.end, end) }
    if (within.start >= within.end) continue
    const version = versionAgreed(agreed, date)
    const before = runs.at(-1)
    if (before?.version === version) before.end = within.end
    else runs.push({ version, ...within })
  }
  const summaries = []
  for (const { version, ...interval } of runs) {
    const { numbers: read } = await numbers(`${KPI}@${version}`, { ...wanted, interval })
    summaries.push(...read.map(({ summary }) => summary))
  }
  return summaries
}

async function rowsInForce({ interval: { start, end } }: ResultsWanted): Promise<[number, number][]> {
  const { rows } = await centre.store.pool.query<{ version: number; rows: number }>(
    `SELECT metric_version AS version, count(*)::int AS rows FROM published_effective
      WHERE metric_type = $1 AND timestamp_utc >= $2 AND timestamp_utc < $3 GROUP BY 1 ORDER BY 1`,
    [KPI, new Date(start), new Date(end)],
  )
  return rows.map(({ version, rows }) => [version, rows])
}

const move = fc.record({ version: fc.constantFrom(1, 2), since: fc.constantFrom(...dates, '2026-10-24') })
const asked = fc.record({
  quarters: fc
    .tuple(fc.integer({ min: 0, max: 4 * 96 }), fc.integer({ min: 1, max: 4 * 96 }))
    .map(([from, length]) => ({ from, to: Math.min(from + length, 4 * 96 + 20) }))
    .filter(({ from, to }) => from < to),
  zone: fc.constantFrom(undefined, 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati'),
  by: fc.constantFrom(undefined, ['queue'], ['day'], ['agent', 'day'], ['interval', 'media'], ['site']),
  how: fc.constantFrom({}, { attribution: 'clip' }, { percentiles: [50, 95] }),
})

test('results over any dates are those of each version, by name, over its own, one after another', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 3 }), asked, async (later, { quarters, zone, by, how }) => {
      const agreed: Move[] = [{ version: 1, since: null }, ...later]
      for (const { version, since } of agreed) await publish(KPI, version, since)
      const midnight = parseInstant(`${FIRST}T00:00:00.000Z`)
      const wanted = {
        ...how,
        by,
        zone: zone === undefined ? undefined : parseZone(zone),
        interval: {
          start: midnight + quarters.from * 900_000,
          end: midnight + quarters.to * 900_000,
        },
      } as ResultsWanted
      const { numbers: read } = await numbers(KPI, wanted)
      const summaries = read.map(({ summary }) => summary)
      expect(summaries).toEqual(await oneByOne(agreed, wanted, wanted.zone ?? utcZone))
      if (zone !== undefined || 'attribution' in how) return
      const counted = new Map<number, number>()
      for (const { version, observations } of summaries)
        if (observations > 0) counted.set(version, (counted.get(version) ?? 0) + observations)
      expect([...counted].sort()).toEqual(await rowsInForce(wanted))
    }),
    { numRuns: 60 },
  )
}, 120_000)

function run(...args: string[]): Promise<Ended> {
  return retally(args, { DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })
}

const results = (reference: string, from: string, to: string, ...more: string[]) =>
  run('results', reference, '--from', from, '--to', to, ...more)

describe('results over dates of two versions', () => {
  beforeAll(async () => {
    for (const name of [KPI, PER_CONVERSATION]) {
      await publish(name, 1, null)
      await publish(name, 2, THIRD)
    }
  })

  test.each([
    [[]],
    [['--by', 'queue']],
    [['--by', 'agent,day', '--zone', 'America/New_York', '--percentiles', '90']],
    [['--by', 'interval', '--attribution', 'clip']],
  ])('say in JSON of each what it says by itself, with its dates: %j', async (more) => {
    const [both, first, second] = await Promise.all([
      results(KPI, FIRST, LAST, ...more, '-o', 'json'),
      results(`${KPI}@1`, FIRST, SECOND, ...more, '-o', 'json'),
      results(`${KPI}@2`, THIRD, LAST, ...more, '-o', 'json'),
    ])
    const { kpi, ...one } = JSON.parse(first.stdout)
    const { kpi: _, ...other } = JSON.parse(second.stdout)
    expect(JSON.parse(both.stdout)).toEqual({
      kpi,
      stretches: [
        { first: FIRST, last: SECOND, ...one },
        { first: THIRD, last: LAST, ...other },
      ],
    })
    const whose = more.includes('--zone') ? 'America/New_York' : 'UTC'
    expect(both.stderr).toContain(
      `In force is ${KPI}@1 for ${FIRST} to ${SECOND}, ${KPI}@2 for ${THIRD} to ${LAST} (dates of ${whose}): ` +
        'each is shown for its own dates, and they are not added up, since numbers of two meanings make no sum.',
    )
  })

  test('show each under its own heading', async () => {
    const [both, first, second] = await Promise.all([
      results(KPI, FIRST, LAST, '--by', 'day', '--zone', 'UTC'),
      results(`${KPI}@1`, FIRST, SECOND, '--by', 'day', '--zone', 'UTC'),
      results(`${KPI}@2`, THIRD, LAST, '--by', 'day', '--zone', 'UTC'),
    ])
    expect(both.stdout).toBe(
      `${first.stdout.replace(`${KPI}@1`, `${KPI}@1, ${FIRST}…${SECOND}`)}\n${second.stdout.replace(`${KPI}@2`, `${KPI}@2, ${THIRD}…${LAST}`)}`,
    )
  })

  test('have in CSV one table with the version of each line, and nothing in a column that its version lacks', async () => {
    const csv = async (reference: string, from: string, to: string) =>
      (await results(reference, from, to, '--by', 'media', '-o', 'csv')).stdout.trim().split('\r\n')
    const [one, other] = [
      await csv(`${PER_CONVERSATION}@1`, FIRST, SECOND),
      await csv(`${PER_CONVERSATION}@2`, THIRD, LAST),
    ]
    expect(other[0]).toBe(`${one[0]},wholeMs`)
    const dated = (line: string | undefined, whose: string) => line?.replace(/^voice,/, `voice,${whose},`)
    expect(await csv(PER_CONVERSATION, FIRST, LAST)).toEqual([
      other[0]?.replace(/^media,/, 'media,version,first,last,'),
      `${dated(one[1], `1,${FIRST},${SECOND}`)},`,
      dated(other[1], `2,${THIRD},${LAST}`),
    ])
  })

  test('have these columns in CSV also where one version is in force for all dates', async () => {
    const { stdout } = await results(KPI, THIRD, LAST, '-o', 'csv')
    expect(stdout).toMatch(new RegExp(`^version,first,last,value,.*\r\n2,${THIRD},${LAST},`))
  })

  test('are refused whole where one of the two cannot be asked, and it is named', async () => {
    const { code, stdout, stderr } = await results(PER_CONVERSATION, FIRST, LAST, '--percentiles', '50')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`${PER_CONVERSATION}@1`)
  })

  test('take the parts of either, and refuse what neither has', async () => {
    const { stdout } = await results(PER_CONVERSATION, FIRST, LAST, '--parts', 'wholeMs', '-o', 'jsonl')
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { version: 1, wholeMs: null },
      { version: 2, wholeMs: expect.any(Number) },
    ])
    const { code, stderr } = await results(PER_CONVERSATION, FIRST, LAST, '--parts', 'talkMs')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`${PER_CONVERSATION}@1 and ${PER_CONVERSATION}@2 have no part "talkMs"`),
    ])
  })

  test('are of one version where it is named', async () => {
    const { stdout, stderr } = await results(`${KPI}@2`, FIRST, LAST, '-o', 'json')
    expect([JSON.parse(stdout).version, stderr]).toEqual([2, ''])
  })

  test.each([
    ['agent-0', 'America/New_York'],
    ['agent-1', 'Asia/Kolkata'],
  ])(
    'are by the days of an agent what sinks are sent of them, also where the version changes: %s in %s',
    async (agent, zone) => {
      const { stdout } = await results(KPI, FIRST, LAST, '--by', 'agent,day', '--zone', zone, '-o', 'jsonl')
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      const shown = lines.filter((line) => line.agent === agent)
      const { pool } = centre.store
      const { selection } = await selectDelivery(pool, {
        ...{ organisation: 'org', from: FIRST, to: LAST, periods: await readPeriods(pool) },
        sink: {
          ...{ name: 'any', tellsVersion: true, kpis: [{ name: KPI, version: null }] },
          ...{ hasPlaceFor: () => true, isUnder: () => true },
        },
      })
      const sent = selection.toSend.map(({ item }) => item).filter(({ agentId }) => agentId === agent)
      expect(new Set(shown.map(({ version }) => version))).toEqual(new Set([1, 2]))
      expect(shown.map(({ day, version, handleMs, legs }) => [day, version, legs, handleMs])).toEqual(
        sent.map(({ date, version, value, count }) => [
          date,
          version,
          count,
          Math.round((value as number) * 1000),
        ]),
      )
    },
  )

  test('are as of a moment those of the versions that were in force then', async () => {
    const before = new Date(now + 1000 * moves).toISOString()
    await publish(KPI, 1, null)
    const after = new Date(now + 1000 * moves).toISOString()
    const then = JSON.parse((await results(KPI, FIRST, LAST, '-o', 'json', '--as-of', before)).stdout)
    const named = async (reference: string, from: string, to: string) => {
      const { stdout } = await results(reference, from, to, '-o', 'json', '--as-of', before)
      const { kpi: _, ...document } = JSON.parse(stdout)
      return document
    }
    expect(then.stretches).toEqual([
      { first: FIRST, last: SECOND, ...(await named(`${KPI}@1`, FIRST, SECOND)) },
      { first: THIRD, last: LAST, ...(await named(`${KPI}@2`, THIRD, LAST)) },
    ])
    const since = JSON.parse((await results(KPI, FIRST, LAST, '-o', 'json', '--as-of', after)).stdout)
    expect(since).toMatchObject({ kpi: KPI, version: 1 })
  })
})

describe('results where nothing is in force for some dates', () => {
  beforeAll(async () => {
    await publish(KPI, 2, null)
    await centre.store.pool.query(
      `UPDATE kpi_publication SET effective_from = $2::timestamptz WHERE name = $1`,
      [KPI, `${THIRD}T00:00:00Z`],
    )
  })

  test('say so, and are of the others', async () => {
    const { stdout, stderr } = await results(KPI, SECOND, LAST, '-o', 'json')
    const named = await results(`${KPI}@2`, THIRD, LAST, '-o', 'json')
    expect(stdout).toBe(named.stdout)
    expect(stderr).toContain(`Nothing of ${KPI} is in force before ${THIRD}.`)
  })

  test('are refused where that is all of them, with what is in force later', async () => {
    const { code, stderr } = await results(KPI, FIRST, SECOND)
    expect(code).toBe(2)
    expect(stderr).toContain(
      `Nothing of ${KPI} is in force for ${FIRST} to ${SECOND}: ${KPI}@2 is for dates from ${THIRD} on.`,
    )
  })
})
