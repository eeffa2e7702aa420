/** Versions held against each other over two simulated days: what is said of cells, causes and conversations adds up. */
import { writeFileSync } from 'node:fs'
import { Client } from 'pg'
import type { CellDifference, ChangedSubject, Comparison, Difference } from '../../src/comparison/comparison'
import type { Explanation } from '../../src/reports/explanation/explanation'
import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, startRetally } from './retally'

const [V1, V2] = ['adjusted-average-handle-time@1', 'adjusted-average-handle-time@2']
const range = ['--from', '2026-10-24', '--to', '2026-10-25']

let centre: ContactCentre
let worker: RunningCommand

beforeAll(async () => {
  centre = await openContactCentre()
  worker = startRetally(['worker'], centre.environment)
  await worker.says('worker is ready')
  const exported = await run(['export', ...range, '--yes'])
  if (exported.code !== 0) throw new Error(exported.stderr)
  for (const kpi of [V1, V2, 'service-level@1', 'service-level@2', 'transfer-rate@1', 'transfer-rate@2']) {
    const done = await run(['backfill', kpi, ...range, '--yes'])
    if (done.code !== 0) throw new Error(done.stderr)
  }
})

afterAll(async () => {
  worker.signal('SIGKILL')
  await worker.ended
  await centre.close()
})

function run(args: string[]): Promise<Ended> {
  return retally(args, centre.environment)
}

async function diff(...args: string[]): Promise<Comparison> {
  const { stdout, stderr, code } = await run(['diff', ...args, ...range, '-o', 'json'])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Comparison
}

test('the page opens by itself: one file, no script, nothing fetched', async () => {
  const { stdout } = await run(['diff', V1, V2, ...range, '--by', 'zone,day', '-o', 'html'])
  if (process.env.RETALLY_WRITE_PAGE !== undefined) writeFileSync(process.env.RETALLY_WRITE_PAGE, stdout)
  expect(stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/)
  expect(stdout).not.toMatch(/<script|src=|href=|url\(|@import/)
  expect(stdout).toContain("default-src 'none'")
  expect(stdout).toContain('alone explains')
})

describe.each([
  [V1, V2, 'agent,day'],
  [V1, V2, 'queue,interval'],
])('%s and %s by %s', (a, b, by) => {
  let comparison: Comparison
  beforeAll(async () => {
    comparison = await diff(a, b, '--by', by, '--conversations', '1000')
  })

  test('causes account for the difference of every part in every cell', () => {
    for (const cell of [comparison.whole, ...comparison.cells]) {
      for (const part of comparison.parts) {
        const moved = cell.causes.reduce((sum, { parts }) => sum + (parts[part] as number), 0)
        expect(moved).toBe((cell.b?.parts[part] ?? 0) - (cell.a?.parts[part] ?? 0))
        const ofSubjects = cell.foremost.reduce((sum, { parts }) => sum + (parts[part] as number), 0)
        expect(ofSubjects).toBe(moved)
      }
      expect(cell.causes.map(({ key }) => key)).not.toContain('unexplained')
    }
  })

  test('shares account for the difference of the value', () => {
    const shared = [comparison.whole, ...comparison.cells].filter(({ unshared }) => unshared === undefined)
    expect(shared.length).toBeGreaterThan(0)
    for (const { causes, difference } of shared)
      expect(causes.reduce((sum, { share }) => sum + (share as number), 0)).toBeCloseTo(
        difference as number,
        9,
      )
  })

  test('values are those that results reads', async () => {
    const cells = (kpi: string) => run(['results', kpi, ...range, '--by', by, '-o', 'json'])
    const [ofA, ofB] = [JSON.parse((await cells(a)).stdout), JSON.parse((await cells(b)).stdout)]
    expect([comparison.whole.a?.value, comparison.whole.b?.value]).toEqual([ofA.value, ofB.value])
    for (const cell of comparison.cells) {
      expect(cell.a?.value ?? null).toBe(valueAt(ofA.cells, cell))
      expect(cell.b?.value ?? null).toBe(valueAt(ofB.cells, cell))
    }
  })

  test('every cell that is not named is the same on both sides', () => {
    expect(comparison.cells.length).toBeLessThanOrEqual(comparison.cellsCompared)
    const differing = comparison.cells.filter((cell: Difference) => cell.subjects > 0)
    expect(differing.length).toBe(comparison.cells.length)
  })
})

function valueAt(cells: Record<string, unknown>[], { place }: CellDifference): number | null {
  const found = cells.find((cell) =>
    Object.entries(place).every(([dimension, value]) => cell[dimension] === value),
  )
  return (found?.value as number | undefined) ?? null
}

test('versions that only keep more beside the same value do not differ, however they number their observations', async () => {
  for (const [a, b] of [
    ['service-level@1', 'service-level@2'],
    ['transfer-rate@1', 'transfer-rate@2'],
  ] as const)
    expect(await diff(a, b)).toMatchObject({ cells: [], whole: { subjects: 0, difference: 0 } })
})

describe('retally explain', () => {
  let changed: ChangedSubject[]
  beforeAll(async () => {
    changed = [...(await diff(V1, V2, '--conversations', '1000')).whole.foremost]
  })

  async function explain(id: string, kpi: string): Promise<Explanation> {
    const { code, stdout, stderr } = await run(['explain', id, kpi, '-o', 'json'])
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as Explanation
  }

  const one = (cause: string) =>
    changed.find(({ causes }) => causes.some((key) => key.endsWith(cause)))?.id as string

  test('leads from the snapshot over events, facts and look-ups to what is stored', async () => {
    const { snapshot, events, facts, lookUps, observations, zone } = await explain(one('exclusions'), V1)
    expect(snapshot).toMatchObject({ revision: 1, snapshots: 1, export: expect.stringContaining('job-') })
    expect(events[0]?.what).toContain('conversation started')
    expect(facts.some(({ fact, posted }) => fact === 'agent leg 0' && posted.length > 0)).toBe(true)
    expect(lookUps).toContainEqual(expect.objectContaining({ lookUp: 'zoneOfAgent', answer: zone }))
    expect(observations.length).toBeGreaterThan(0)
    for (const { stored, localDay } of observations) {
      expect(stored).toMatch(/^as run \d+ computed it$/)
      expect(localDay).toMatch(/^2026-10-2\d$/)
    }
  })

  test('says why there is no observation where the version before had one', async () => {
    const [excluded, consulted] = [await explain(one('exclusions'), V2), await explain(one('consults'), V2)]
    expect(excluded.silences).toContainEqual(
      expect.stringMatching(
        /has none here: an excluded leg is left out; version 1 counted it as 0 seconds\.$/,
      ),
    )
    expect(consulted.silences).toContainEqual(
      expect.stringMatching(/has none here: a leg that was only a consult is left out\.$/),
    )
  })

  test('shows it all to people, and nothing of the customer', async () => {
    const { stdout } = await run(['explain', one('exclusions'), V2])
    if (process.env.RETALLY_WRITE_PAGE !== undefined)
      writeFileSync(`${process.env.RETALLY_WRITE_PAGE}.explain`, stdout)
    for (const heading of [
      'What happened',
      'Facts',
      'What the platform posted',
      'Observations',
      'Without an observation',
    ])
      expect(stdout).toContain(heading)
    expect(stdout).not.toMatch(/tel:|\+\d{8}|@[a-z]+\.[a-z]/)
  })

  test('refuses what is not in the archive, and what observes no conversation', async () => {
    const unknown = await run(['explain', 'nobody', V1])
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('nobody is not in the archive'),
    ])
    const ofAgents = await run(['explain', one('exclusions'), 'occupancy@1'])
    expect([ofAgents.code, ofAgents.stderr]).toEqual([2, expect.stringContaining("observes agents' days")])
  })
})

describe('retally verify', () => {
  test("finds a run of the platform's own records equal, whichever of its KPIs is asked for", async () => {
    const runs = JSON.parse((await run(['runs', '--kind', 'backfill', '-o', 'json'])).stdout)
    const first = String(Math.min(...runs.map((each: { run: number }) => each.run)))
    const all = await run(['verify', first, '-o', 'json'])
    expect([all.code, all.stderr]).toEqual([
      0,
      expect.stringMatching(/Verified \d+ partitions \(\d+ rows\): \d+ equal\./),
    ])
    expect(JSON.parse(all.stdout)).toMatchObject({ counts: { notEqual: 0, cannotTell: 0 } })
    const named = await run(['verify', first, '--kpi', 'adjusted-average-handle-time', '-o', 'json'])
    expect(named.stdout).toEqual(all.stdout)
    const other = await run(['verify', first, '--kpi', 'service-level'])
    expect([other.code, other.stdout]).toEqual([0, ''])
    expect(other.stderr).toContain(`Run ${first} computed nothing of this: there is nothing to verify.`)
  })

  test('names the row that somebody altered, and ends with 4', async () => {
    const client = new Client({
      connectionString: centre.environment.DATABASE_URL as string,
      options: '-c search_path=retally',
    })
    await client.connect()
    const { rows } = await client.query(`
      UPDATE result r SET parts[1] = parts[1] + 60000
       WHERE (definition_key, day, subject_key, ordinal) = (
             SELECT definition_key, day, subject_key, ordinal
               FROM result
               JOIN kpi_definition USING (definition_key)
              WHERE name || '@' || version = '${V2}' AND flags & 1 = 0 AND day = '2026-10-24'
              ORDER BY subject_key DESC LIMIT 1)
      RETURNING day::text, (SELECT conversation_id FROM conversation WHERE conversation_key = r.subject_key) AS id`)
    await client.end()
    const told = await run(['verify', V2])
    expect(told.code).toBe(4)
    expect(told.stdout).toContain(`${V2} on ${rows[0].day} is not equal: 1 of`)
    expect(told.stdout).toContain(`first row: ${rows[0].id}, observation`)
    expect(told.stderr).toMatch(/ equal, 1 not equal\.$/m)
    const elsewhere = await run(['verify', V2, '--from', '2026-10-25', '--to', '2026-10-26'])
    expect(elsewhere.code).toBe(0)
  })

  test('refuses a run that never was', async () => {
    const { code, stderr } = await run(['verify', '999'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('verify.unknown-run')])
    const ofNone = await run(['verify', V1, '--kpi', V2])
    expect([ofNone.code, ofNone.stderr]).toEqual([2, expect.stringContaining('verify.kpi-of-no-run')])
  })
})
