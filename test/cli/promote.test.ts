/** What a promotion asks for before it moves anything: two versions over two days of calls in New York. */
import { readPublications } from '../../src/store/definitions/read-publications'
import type { Store } from '../../src/store/open-store'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { freshTaskQueue, temporalAddress } from '../setup/temporal'
import { archive, freshStore, now, recompute, type TestStore, zones } from '../store/stored'
import type { Story } from '../store/story'
import { losingTheCommitAfter } from './lost-answer'
import { readyToCompute, whileItWaits } from './publishing'
import { type Ended, retally, scratchFolder, startRetally } from './retally'

const KPI = 'adjusted-average-handle-time'
const [V1, V2] = [`${KPI}@1`, `${KPI}@2`]
const [FIRST, LAST] = ['2026-10-20', '2026-10-21']
const wholeDiff = `retally diff ${V1} ${V2} --from ${FIRST} --to ${LAST}`

const scratch = scratchFolder()
let centre: TestStore
let versions: DefinitionToCompute[]

/** The call at noon in New York counts in both versions, the one at midnight in the first alone, as 0 seconds. */
const callsOf = (day: string, handleMs: number): Story[] =>
  [15, 4].map((hour) => ({
    conversationId: `${day} ${hour}`,
    startedAt: `${day}T${String(hour).padStart(2, '0')}:00:00.000Z`,
    legs: [{ agentId: 'agent-0', handledAfterMinutes: 10, handleMs }],
  }))

/** The platform says that the calls of a day took so long, and both versions are computed from that. */
async function becomes(day: string, handleMs: number): Promise<void> {
  await archive(centre.store, callsOf(day, handleMs))
  await recompute(centre.store, day, versions)
}

const environment = () => ({ DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })

function run(...args: string[]): Promise<Ended> {
  return retally(args, environment())
}

const who = ['--by', 'ana', '--why', 'the night is left out']
const promotion = (...more: string[]) => ['promote', V2, ...who, ...more]
const promote = (...more: string[]) => run(...promotion(...more))

function account() {
  return readPublications(centre.store.pool, { name: KPI })
}

beforeAll(async () => {
  centre = await freshStore()
  await replaceFileRows(centre.store, { agentZones: zones.agentZones }, now)
  versions = [await readyToCompute(centre, V1), await readyToCompute(centre, V2)]
  for (const day of [FIRST, LAST]) await becomes(day, 60_000)
})

afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

describe('a promotion', () => {
  let shown: string

  test('is refused without a comparison, and names the command that makes one', async () => {
    const { code, stderr } = await promote()
    expect([code, stderr]).toEqual([2, expect.stringContaining('publish.no-diff')])
    expect(stderr).toContain(`there is none with ${V1} over ${FIRST} to ${LAST}.`)
    expect(stderr).toContain(wholeDiff)
    expect(await account()).toHaveLength(1)
  })

  test('does not stand on a comparison of fewer days than it is to serve', async () => {
    await run('diff', V1, V2, '--from', LAST, '--to', LAST)
    const { code, stderr } = await promote()
    expect(code).toBe(2)
    expect(stderr).toContain(`is only about ${LAST})`)
    expect(stderr).toContain(wholeDiff)
  })

  test('is refused of days in the wrong order, and of days after all there are, as what they are', async () => {
    const reversed = await run('promote', V2, '--from', LAST, '--to', FIRST, ...who)
    expect([reversed.code, reversed.stderr]).toEqual([2, expect.stringContaining('usage.reversed-range')])
    const { code, stderr } = await run('promote', V2, '--from', '2027-01-01', ...who)
    expect([code, stderr]).toEqual([2, expect.stringContaining('nothing to observe on 2027-01-01,')])
  })

  test('of fewer days than it would be in force for is refused: nobody would have seen what differs on the others', async () => {
    const { code, stderr } = await run('promote', V2, '--from', LAST, ...who)
    expect([code, stderr]).toEqual([2, expect.stringContaining('publish.serves-more-days')])
    expect(stderr).toContain(`${V2} would be in force for ${FIRST} as well`)
    expect(stderr).toContain(`(--from ${FIRST} --to ${LAST}, or neither: that is all there are)`)
    expect((await run('promote', V2, '--to', FIRST, ...who)).stderr).toContain(`for ${LAST} as well`)
  })

  test('does not stand on a comparison of numbers that are others by now', async () => {
    await run(...wholeDiff.split(' ').slice(1))
    await becomes(FIRST, 90_000)
    const { code, stderr } = await promote()
    expect([code, stderr]).toEqual([2, expect.stringContaining('is out of date')])
  })

  test('shows its plan and the comparison it would stand on, and with --dry-run moves nothing', async () => {
    await run(...wholeDiff.split(' ').slice(1))
    const { code, stdout, stderr } = await promote('--dry-run')
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^Plan [0-9a-f]{6} for 2026-10-20 to 2026-10-21, 2 partitions of 1 version stand$/m,
    )
    expect(stderr).toMatch(/in place of version 1, 2026-10-20 to 2026-10-21: by comparison [0-9a-f]{8}$/m)
    // By hand: (90 + 0 + 60 + 0) s over four legs, and (90 + 60) s over two.
    expect(stdout).toContain(`${V1} → ${V2}: 37.5 s → 75.0 s (+37.5 s)`)
    expect(stdout).toContain('“an excluded leg is left out; version 1 counted it as 0 seconds”')
    expect(await account()).toHaveLength(1)
    shown = idOf(stderr)
  })

  test('by a plan whose comparison is another by now is refused as stale', async () => {
    await becomes(LAST, 120_000)
    await run(...wholeDiff.split(' ').slice(1))
    const { code, stderr } = await run('promote', '--plan', shown, ...who)
    expect(code).toBe(2)
    expect(stderr).toContain(`Plan ${shown} is stale: the comparison it would stand on is another.`)
    expect(stderr).toContain(`retally promote ${V2} --from ${FIRST} --to ${LAST} --dry-run`)
  })

  test('whose database is lost in the middle has promoted nothing, and is told what to look at before it is asked again', async () => {
    const { code, stderr } = await whileItWaits(
      centre,
      KPI,
      () => startRetally(promotion(), environment()),
      () => endWhoeverWaits(centre.store),
    )
    expect([code, stderr]).toEqual([75, expect.stringContaining('[store.unreachable]')])
    expect(stderr).toContain('see what stands by now (`retally status`, `retally publications`)')
    expect(await account()).toHaveLength(1)
  })

  test('by a plan that says what would be done now is made, and the account has what it stood on', async () => {
    const id = idOf((await promote('--dry-run')).stderr)
    const { code, stderr } = await run('promote', '--plan', id, ...who)
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${V2} is in force for all dates.`)])
    expect((await account()).at(-1)).toMatchObject({
      ...{ action: 'promote', by: 'ana', to: 2 },
      evidence: {
        plan: id,
        backfill: { days: 2, first: FIRST, last: LAST },
        comparisons: [
          {
            ...{ a: V1, b: V2, first: FIRST, last: LAST, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
            summary: {
              difference: 52.5,
              cellsDiffering: 2,
              largest: [{ difference: 60 }, { difference: 45 }],
            },
          },
        ],
      },
    })
  })

  test('and a computation each have plans of their own', async () => {
    const id = idOf((await run('plan', V2)).stdout)
    expect((await run('promote', '--plan', id, ...who)).stderr).toContain('plan.computes')
    const temporal = { TEMPORAL_ADDRESS: temporalAddress(), RETALLY_TASK_QUEUE: freshTaskQueue('promote') }
    const recomputed = await retally(['recompute', '--plan', shown], { ...environment(), ...temporal })
    expect(recomputed.stderr).toContain('plan.promotes')
  })

  test('is taken back without any comparison', async () => {
    const { code, stderr } = await run('rollback', KPI, '--by', 'ben', '--why', 'not yet')
    expect([code, stderr]).toEqual([0, expect.stringContaining(`${V1} is in force again for all dates`)])
  })

  test('needs a comparison with each version it replaces, on its days, and with none where it was itself', async () => {
    const since = await promote('--since', LAST)
    expect(since.stderr).toContain(`in place of version 1, ${LAST}: by comparison`)
    expect(since.stderr).toContain(
      `are for all dates of what is in force today (${V2}). published_effective follows the dates`,
    )
    const { code, stderr } = await run('promote', V1, '--from', FIRST, ...who)
    expect(code).toBe(2)
    expect(stderr).toContain(`: retally diff ${V2} ${V1} --from ${LAST} --to ${LAST}\n`)
  })

  test('is held to its comparison once more under the lock', async () => {
    await run('rollback', KPI, '--by', 'ben', '--why', 'not yet')
    const { code, stderr } = await whileItWaits(
      centre,
      KPI,
      () => startRetally(promotion(), environment()),
      () => becomes(FIRST, 30_000),
    )
    expect([code, stderr]).toEqual([2, expect.stringContaining('publish.no-diff')])
    expect((await account()).at(-1)).toMatchObject({ action: 'rollback' })
  })

  test('whose commit gets no answer is made, does not claim that it is not, and asked again is not made twice', async () => {
    await run(...wholeDiff.split(' ').slice(1))
    const before = await account()
    const way = await losingTheCommitAfter('INSERT INTO publication', centre.url)
    const lost = await retally(promotion(), { ...environment(), DATABASE_URL: way.url })
    way.close()
    expect([lost.code, lost.stderr]).toEqual([75, expect.stringContaining('see what stands by now')])
    expect((await account()).at(-1)).toMatchObject({ action: 'promote', to: 2 })
    const again = await promote()
    expect([again.code, again.stderr]).toEqual([
      0,
      expect.stringContaining('is in force for these dates already'),
    ])
    expect(await account()).toHaveLength(before.length + 1)
  })

  test('of a KPI of which nothing is in force needs no comparison, and says so', async () => {
    await centre.store.pool.query('DELETE FROM kpi_publication WHERE name = $1', [KPI])
    const { code, stderr } = await promote()
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('nothing in force has a number there, so there is nothing to compare it with'),
    ])
    expect((await account()).at(-1)).toMatchObject({ action: 'promote', from: null, to: 2 })
  })
})

/** Ends the sessions that stand in line for a lock, as a server does that is shut down. */
async function endWhoeverWaits({ pool }: Store): Promise<void> {
  await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_locks
                     WHERE locktype = 'advisory' AND NOT granted
                       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
}

function idOf(stderr: string): string {
  return /^Plan ([0-9a-f]{6})/m.exec(stderr)?.[1] ?? stderr
}
