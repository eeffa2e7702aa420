/** One version at two moments of knowledge: what moved since, because of whom. */
import type { Comparison } from '../../src/comparison/comparison'
import { findDefinition } from '../../src/kpis/catalogue'
import { fingerprintOf } from '../../src/kpis/fingerprint'
import { referenceFingerprint } from '../../src/kpis/reference-fingerprint'
import { referenceStateOf } from '../../src/planning/reference-state'
import { keepReferenceState } from '../../src/store/plans/keep-meaning'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { dayMs } from '../../src/time/civil-date'
import { formatInstant } from '../../src/time/instant'
import { archive, freshStore, now, ready, recompute, type TestStore, zones } from '../store/stored'
import type { Story } from '../store/story'
import { type Ended, retally, scratchFolder } from './retally'

const DAY = '2026-10-20'
const KPI = 'average-handle-time@1'
const CANDIDATE = 'adjusted-average-handle-time@2'

const scratch = scratchFolder()
let centre: TestStore

function call(id: string, handleMs: number): Story {
  return {
    conversationId: id,
    startedAt: `${DAY}T15:00:00.000Z`,
    legs: [{ agentId: 'agent-0', handledAfterMinutes: 10, handleMs }],
  }
}

/** Two calls were known on the first day; on the second one of them was longer, and a third had come. */
beforeAll(async () => {
  centre = await freshStore()
  await replaceFileRows(centre.store, { agentZones: zones.agentZones }, now)
  const computed: DefinitionToCompute[] = []
  // Of the second KPI the first version is the published one.
  for (const kpi of [KPI, 'adjusted-average-handle-time@1', CANDIDATE]) {
    const definition = findDefinition(kpi)
    const parameters = definition.parameters.parse({}) as Record<string, unknown>
    computed.push(
      await ready(centre.store, kpi, {
        fingerprint: fingerprintOf(definition, parameters),
        referenceFingerprint: referenceFingerprint(zones, definition.reads),
      }),
    )
  }
  await archive(centre.store, [call('kept', 60_000), call('longer', 60_000)])
  await recompute(centre.store, DAY, computed, { runKey: 1, at: now })
  await archive(centre.store, [call('longer', 120_000), call('late', 180_000)], {
    observedAt: '2026-11-11T00:00:00.000Z',
  })
  await recompute(centre.store, DAY, computed, { runKey: 2, at: now + dayMs })
})

afterAll(async () => {
  await centre.drop()
  scratch.remove()
})

const then = formatInstant(now + dayMs / 2)

const environment = () => ({ DATABASE_URL: centre.url, RETALLY_HOME: scratch.path })

function diff(...args: string[]): Promise<Ended> {
  return retally(['diff', ...args], environment())
}

function run(...args: string[]): Promise<Ended> {
  return diff(KPI, ...args)
}

test('what was known at a moment is held against what stands, and was made of older facts', async () => {
  const { stdout } = await run('--as-of', then, '-o', 'json')
  const { a, b, whole } = JSON.parse(stdout) as Comparison
  expect([a.name, b.name]).toEqual([`${KPI} (as known 2026-11-20T15:00Z)`, KPI])
  expect(whole).toMatchObject({ a: { value: 60 }, b: { value: 120 }, difference: 60 })
  expect(whole).toMatchObject({ subjects: 2, onlyA: 0, onlyB: 1, changed: 1 })
  expect(whole.causes).toMatchObject([
    {
      kind: 'facts',
      words: `${KPI} (as known 2026-11-20T15:00Z) stands on older facts`,
      share: 60,
      subjects: 2,
    },
  ])
})

test('between two moments after which nothing was computed, nothing differs', async () => {
  const after = formatInstant(now + 2 * dayMs)
  const { stdout } = await run('--as-of', after, '--as-of-b', formatInstant(now + 3 * dayMs))
  expect(stdout).toContain('Nothing differs')
})

test('before anything was computed there was no number', async () => {
  const { stdout } = await run('--as-of', '2026-11-01', '-o', 'json')
  const { whole } = JSON.parse(stdout) as Comparison
  expect(whole).toMatchObject({ a: { value: null }, unshared: 'no-number', onlyB: 3 })
  expect(whole.causes.map(({ kind }) => kind)).toEqual(['missing'])
})

test('a version that was published to nobody lacks what was replaced since, and is said to', async () => {
  const { stdout } = await diff(CANDIDATE, '--as-of', then)
  expect(stdout).toContain(
    `${CANDIDATE} as known 2026-11-20T15:00Z is not whole: rows of ${DAY} were replaced since, while it was published to nobody`,
  )
  const json = JSON.parse((await diff(CANDIDATE, '--as-of', then, '-o', 'json')).stdout)
  expect(json).toMatchObject({
    notes: [expect.stringContaining('is not whole')],
    whole: { a: { observations: 1 } },
  })
  const results = await retally(
    ['results', CANDIDATE, '--from', DAY, '--to', DAY, '--as-of', then],
    environment(),
  )
  expect(results.stderr).toContain('is not whole')
})

test('what was published, or not replaced since, is whole, and nothing is said', async () => {
  const published = await run('--as-of', then)
  expect(published.stdout).not.toContain('is not whole')
  const since = await diff(CANDIDATE, '--as-of', formatInstant(now + 2 * dayMs))
  expect(since.stdout).not.toContain('is not whole')
})

test('moments of one minute are told apart by their seconds', async () => {
  const [first, second] = ['2026-11-21T02:59:30Z', '2026-11-21T02:59:59Z']
  const { stdout } = await run('--as-of', first, '--as-of-b', second, '-o', 'json')
  const { a, b } = JSON.parse(stdout) as Comparison
  expect([a.name, b.name]).toEqual([
    `${KPI} (as known 2026-11-21T02:59:30Z)`,
    `${KPI} (as known 2026-11-21T02:59:59Z)`,
  ])
})

test('a replay has no past', async () => {
  const { code, stderr } = await run('--as-of', then, '--replay')
  expect([code, stderr]).toEqual([2, expect.stringContaining('diff.past-of-replay')])
})

describe('what was computed with other reference tables', () => {
  const PUBLISHED = 'adjusted-average-handle-time@1'
  const before = formatInstant(now + 2 * dayMs)

  /** The agent moves to Tokyo, where it was night: nothing of it counts any more. */
  beforeAll(async () => {
    const definition = findDefinition(PUBLISHED)
    const tables = { ...zones, agentZones: zones.agentZones.map((row) => ({ ...row, zone: 'Asia/Tokyo' })) }
    await keepReferenceState(
      centre.store.pool,
      [referenceFingerprint(zones, definition.reads)],
      referenceStateOf(zones),
    )
    await replaceFileRows(centre.store, { agentZones: tables.agentZones }, now)
    const moved = await ready(centre.store, PUBLISHED, {
      tables,
      fingerprint: fingerprintOf(definition, {}),
      referenceFingerprint: referenceFingerprint(tables, definition.reads),
    })
    await recompute(centre.store, DAY, [moved], { runKey: 3, at: now + 3 * dayMs })
  })

  test('is told by the name of the table', async () => {
    const { stdout } = await diff(PUBLISHED, '--as-of', before, '-o', 'json')
    const { whole } = JSON.parse(stdout) as Comparison
    expect(whole).toMatchObject({ a: { value: 120 }, b: { value: 0 } })
    expect(whole.causes).toMatchObject([
      {
        kind: 'tables',
        name: 'older tables: agent zones',
        words: `${PUBLISHED} (as known 2026-11-22T03:00Z) was computed with other reference tables (agent zones)`,
        share: -120,
      },
    ])
  })

  test('and by no name where nobody noted it', async () => {
    await centre.store.pool.query('DELETE FROM reference_state')
    const { stdout } = await diff(PUBLISHED, '--as-of', before, '-o', 'json')
    const { whole } = JSON.parse(stdout) as Comparison
    expect(whole.causes).toMatchObject([{ name: 'older tables', share: -120 }])
  })
})
