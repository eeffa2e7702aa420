import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'pg'
import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, startRetally } from './retally'

const KPI = 'adjusted-average-handle-time'
const settings = `sinks:\n  - { kind: external-metrics, metrics: [{ kpi: ${KPI} }] }\n`

let centre: ContactCentre
let worker: RunningCommand

beforeAll(async () => {
  centre = await openContactCentre()
  const folder = centre.environment.RETALLY_HOME as string
  writeFileSync(join(folder, 'retally.yaml'), settings)
  worker = startRetally(['worker'], centre.environment)
  await worker.says('worker is ready')
  // The platform is at 06:00 of the 26th.
  await run(['export', '--from', '2026-10-23', '--to', '2026-10-26'])
  await run(['recompute', `${KPI}@1`])
})
afterAll(async () => {
  worker.signal('SIGKILL')
  await worker.ended
  await centre.close()
})

function run(args: string[]): Promise<Ended> {
  return retally(args, centre.environment)
}

const who = ['--by', 'ana', '--why', 'consults are left out']
const range = ['--from', '2026-10-24', '--to', '2026-10-24']
const promote = (...more: string[]) =>
  run(['promote', `${KPI}@2`, '--from', '2026-08-01', '--yes', ...who, ...more])

/** What the platform holds of each agent: total and count on the one day that is whole. */
async function held(): Promise<string[]> {
  const answer = await fetch(`${centre.simulatorUrl}/simulator/external-metrics`)
  const { totals } = (await answer.json()) as { totals: Record<string, unknown>[] }
  return totals.map(({ userId, value, count }) => JSON.stringify([userId, value, count]))
}

/** Of which version each value was that was sent, batch by batch, as the sync log has it; null where one was taken back. */
async function versionsSent(): Promise<(number | null)[][]> {
  const pool = new Pool({ connectionString: centre.environment.DATABASE_URL as string })
  const { rows } = await pool.query<{ versions: (number | null)[] }>(
    'SELECT array_agg(CASE WHEN value IS NOT NULL THEN version END) AS versions FROM metric_sync_item GROUP BY batch_key ORDER BY batch_key',
  )
  await pool.end()
  return rows.map(({ versions }) => versions)
}

/** What the plan that was shown last says of its cost. */
async function estimateKept(): Promise<unknown> {
  const pool = new Pool({ connectionString: centre.environment.DATABASE_URL as string })
  const { rows } = await pool.query(
    `SELECT body -> 'estimate' AS estimate FROM plan ORDER BY plan_key DESC LIMIT 1`,
  )
  await pool.end()
  return rows[0]?.estimate
}

describe('a promotion', () => {
  test('of what was never computed is refused: it is a draft', async () => {
    const { code, stderr } = await promote()
    expect(code).toBe(2)
    expect(stderr).toContain(`${KPI}@2 is a draft: it was never computed in this database.`)
  })

  test('is refused without a name, a reason or a version', async () => {
    const refused = async (args: string[]) => (await run(['promote', ...args])).stderr
    expect(await refused([`${KPI}@2`, ...range, '--why', 'x'])).toContain('--by NAME')
    expect(await refused([`${KPI}@2`, ...range, '--by', 'ana'])).toContain('--why TEXT')
    expect(await refused([KPI, ...range, ...who])).toContain(`for instance ${KPI}@2`)
  })

  test('names the days of its range that are not computed, and the command that fills them', async () => {
    await run(['backfill', `${KPI}@2`, ...range])
    const { code, stderr } = await promote()
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^To compute first: retally backfill adjusted-average-handle-time@2 --from 2026-08-24 --to 2026-10-26\n {2}adjusted-average-handle-time@2\n {4}missing \d+ days, 2026-08-24 to /m,
    )
    // What it costs is said by the plan of that backfill: a promotion computes nothing.
    expect(stderr).not.toMatch(/^Cost$/m)
    expect(await estimateKept()).toMatchObject({
      subjectsToReplay: 0,
      rows: 0,
      bytes: 0,
      minutes: 0,
      guesses: [],
    })
    expect(stderr).toContain(`The backfill of ${KPI}@2 is not complete:`)
    expect(stderr).toContain(`retally backfill ${KPI}@2 --from 2026-08-24 --to 2026-10-26`)
  })

  test('that would take days from readers is refused, and says how they can keep them', async () => {
    const { code, stderr } = await run(['promote', `${KPI}@2`, ...range, ...who])
    expect(code).toBe(2)
    expect(stderr).toContain('readers would lose these days')
    expect(stderr).toContain('--since DATE')
  })

  test('with --dry-run says what would differ, and moves nothing', async () => {
    await run(['backfill', `${KPI}@2`, '--from', '2026-08-01', '--to', '2026-10-26'])
    await run(['diff', `${KPI}@1`, `${KPI}@2`])
    const { code, stdout } = await promote('--dry-run', '-o', 'json')
    expect(code).toBe(0)
    const comparison = JSON.parse(stdout)
    expect(comparison).toMatchObject({ a: { version: 1 }, b: { version: 2 } })
    expect(comparison.cellsDiffering).toBeGreaterThan(0)
    expect(await account()).toEqual(['first →1'])
  })

  test('by a plan that was shown before the sink was sent something is refused, and says what it would be sent by now', async () => {
    const shown = /^Plan ([0-9a-f]{6})/m.exec((await promote('--dry-run')).stderr)?.[1] as string
    await run(['deliver', ...range])
    const { code, stderr } = await run(['promote', '--plan', shown, '--yes', ...who])
    expect([code, stderr]).toEqual([2, expect.stringContaining('plan.stale')])
    expect(stderr).toMatch(
      /stale: what would be sent to external-metrics changed \(\d+ items.* → \d+ items?.*\)/,
    )
    expect(await account()).toEqual(['first →1'])
  })
})

test('a promotion sends the values that differ and no other, as its plan said, and a rollback sends these back', async () => {
  await run(['deliver', ...range])
  const before = await held()
  const promoted = await promote()
  expect(promoted.stderr).toContain(`${KPI}@2 is in force for all dates.`)
  const after = await held()
  const agents = new Set([...before, ...after].map((value) => JSON.parse(value)[0]))
  const of = (all: string[], agent: string) => all.find((value) => JSON.parse(value)[0] === agent)
  const differing = [...agents].filter((agent) => of(before, agent) !== of(after, agent)).length
  expect(differing).toBeGreaterThan(0)
  expect(differing).toBeLessThan(agents.size)
  expect(promoted.stderr).toContain(`${differing} items in 1 request to external-metrics: what differs`)

  const again = await run(['deliver', ...range, '-o', 'json'])
  expect(JSON.parse(again.stdout)).toMatchObject([{ batches: 0, accepted: 0 }])

  const back = await run(['rollback', KPI, '--by', 'ben', '--why', 'the wallboard was not told'])
  expect(back.stderr).toContain(`${KPI}@1 is in force again for all dates (it was ${KPI}@2).`)
  expect(await held()).toEqual(before)
  const [first, second, third, ...more] = await versionsSent()
  expect([first, third, more]).toEqual([before.map(() => 1), Array(differing).fill(1), []])
  expect(second).toHaveLength(differing)
  expect(new Set(second)).toEqual(new Set([2, null]))
  expect(await account()).toEqual(['first →1', 'promote 1→2', 'rollback 2→1'])
}, 120_000)

test('the account tells who, when, why, and what each was based on', async () => {
  const { stdout } = await run(['publications', KPI, '-o', 'json'])
  expect(JSON.parse(stdout)[1]).toMatchObject({
    by: 'ana',
    why: 'consults are left out',
    firstDay: '2026-08-01',
    stands: [{ since: null, version: 2 }],
    evidence: { backfill: { days: 62 }, comparisons: [{ a: `${KPI}@1`, b: `${KPI}@2` }] },
  })
})

test('the sink is sent of each date what is in force for it', async () => {
  const answer = await run(['promote', `${KPI}@2`, '--from', '2026-08-01', '--since', '2026-10-25', ...who])
  expect(answer.stderr).toContain('for dates from 2026-10-25 on')
  const { stdout } = await run(['deliver', ...range, '-o', 'json'])
  expect(JSON.parse(stdout)).toMatchObject([{ batches: 0 }])
}, 120_000)

test('results of a day in the past are of the version that was published then', async () => {
  const [first] = JSON.parse((await run(['publications', KPI, '-o', 'json'])).stdout)
  const read = async (...args: string[]) =>
    JSON.parse((await run(['results', KPI, ...range, ...args, '-o', 'json'])).stdout)
  expect((await run(['results', KPI, '--from', '2026-10-25', '--to', '2026-10-25'])).stdout).toContain(
    `${KPI}@2`,
  )
  const promotedAt = JSON.parse((await run(['publications', KPI, '-o', 'json'])).stdout)[1].at
  const past = await read('--as-of', new Date(Date.parse(promotedAt) - 1).toISOString())
  const one = JSON.parse((await run(['results', `${KPI}@1`, ...range, '-o', 'json'])).stdout)
  expect(past).toMatchObject({ version: 1, value: one.value, observations: one.observations })
  const early = new Date(Date.parse(first.at) - 1).toISOString()
  expect((await run(['results', KPI, ...range, '--as-of', early])).stderr).toContain(
    'Nothing was published of',
  )
})

async function account(): Promise<string[]> {
  const { stdout } = await run(['publications', KPI, '-o', 'json'])
  return JSON.parse(stdout).map(
    ({ action, from, to }: { action: string; from: number | null; to: number }) =>
      `${action} ${from ?? ''}→${to}`,
  )
}
