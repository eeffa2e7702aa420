import { readBackfill } from '../../src/cli/publish/ready-to-serve'
import { settingsSchema } from '../../src/config/settings'
import { findDefinition } from '../../src/kpis/catalogue'
import { fingerprintOf } from '../../src/kpis/fingerprint'
import { resolveParameters } from '../../src/kpis/parameters'
import { referenceFingerprint } from '../../src/kpis/reference-fingerprint'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { readDefinitions, type StoredDefinition } from '../../src/store/definitions/read-definitions'
import { completeExport } from '../../src/store/exports/complete-export'
import { replaceFileRows } from '../../src/store/reference/replace-file-rows'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { readLedger } from '../../src/store/results/ledger'
import { parseInstant } from '../../src/time/instant'
import { archive, freshStore, now, ready, recompute, type TestStore } from '../store/stored'
import { day } from '../store/story'
import { type Ended, retally } from './retally'

/** Three days of 10 conversations from imported files, which vouch for everything up to the 28th; `offered` and `handled` stand. */
const days = ['2026-10-20', '2026-10-21', '2026-10-22'] as const
const range = ['--from', '2026-10-20', '--to', '2026-10-22']

let centre: TestStore
let offered: DefinitionToCompute
let handleTime: DefinitionToCompute

beforeAll(async () => {
  centre = await freshStore()
  offered = await asNow('offered@1')
  handleTime = await asNow('average-handle-time@1')
  for (const each of days) {
    await archive(centre.store, day(each, 10))
    await recompute(centre.store, each, [offered, handleTime])
  }
})
afterAll(() => centre.drop())

/** As the program would compute it now: whatever else is stale. */
function asNow(reference: string): Promise<DefinitionToCompute> {
  const definition = findDefinition(reference)
  return ready(centre.store, reference, {
    tables: emptyReferenceTables,
    fingerprint: fingerprintOf(definition, resolveParameters(definition, {})),
    referenceFingerprint: referenceFingerprint(emptyReferenceTables, definition.reads),
  })
}

function run(...args: string[]): Promise<Ended> {
  return retally(args, { DATABASE_URL: centre.url })
}

async function refused(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  return stderr
}

async function account(): Promise<Record<string, unknown>[]> {
  return JSON.parse((await run('sign-offs', '-o', 'json')).stdout)
}

async function reachUntil(instant: string): Promise<void> {
  const { rows } = await centre.store.pool.query<{ exportKey: number }>(`
    INSERT INTO export (organisation, request_key, attempt, selection_rule, interval_start, interval_end, state, started_at)
    VALUES ('org', 'a file', 1, 'file', '2026-10-20T00:00Z', '2026-10-21T00:00Z', 'submitted', '2026-10-26T00:00Z')
    RETURNING export_key AS "exportKey"`)
  const { exportKey = 0 } = rows[0] ?? {}
  const dataAvailableUntil = parseInstant(instant)
  await completeExport(centre.store, { exportKey, dataAvailableUntil, settled: false, at: now })
}

describe('a sign-off', () => {
  test('wants a version, days and a name, and asks for each in a sentence', async () => {
    expect(await refused('sign-off', ...range, '--by', 'ana')).toContain('--all-published')
    expect(await refused('sign-off', 'offered@1', '--all-published', ...range, '--by', 'ana')).toContain(
      'Name a version, or say that all published ones are meant.',
    )
    expect(await refused('sign-off', 'offered@1', ...range)).toContain(
      'The account of sign-offs needs the name',
    )
    expect(await refused('reopen', 'offered@1', ...range, '--by', 'ana')).toContain('needs the reason')
  })

  test('of what is provisional is refused with the days, until the archive reaches beyond it', async () => {
    const said = await refused('sign-off', '--all-published', ...range, '--by', 'ana')
    expect(said).toContain(
      '2 versions cannot be signed off from 2026-10-20 to 2026-10-22: 2026-10-20…2026-10-22 provisional, 60 observations.',
    )
    expect(said).toContain('--allow-provisional')
    await reachUntil('2026-10-28T00:00:00.000Z')
  })

  test('of days that are not computed as they stand is refused with each, and the command that mends it', async () => {
    await archive(centre.store, day('2026-10-21', 12), { observedAt: '2026-11-12T00:00:00.000Z' })
    await archive(centre.store, day('2026-10-23', 3))
    const longer = ['--from', '2026-10-20', '--to', '2026-10-23']
    const said = await refused('sign-off', 'offered@1', ...longer, '--by', 'ana')
    expect(said).toContain(
      'offered@1 cannot be signed off from 2026-10-20 to 2026-10-23: 2026-10-23 missing; 2026-10-21 dirty.',
    )
    expect(said).toContain('retally recompute offered@1 --from 2026-10-21 --to 2026-10-23.')
    for (const each of ['2026-10-21', '2026-10-23'])
      await recompute(centre.store, each, [offered, handleTime])
    expect(
      await refused('sign-off', 'offered@1', '--from', '2026-11-01', '--to', '2026-11-02', '--by', 'a'),
    ).toContain('offered@1 observes nothing from 2026-11-01 to 2026-11-02')
  })

  test('with --dry-run says that it could be, and protects nothing', async () => {
    const { code, stderr } = await run('sign-off', 'offered@1', ...range, '--by', 'ana', '--dry-run')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'offered@1 from 2026-10-20 to 2026-10-22 (UTC days) can be signed off.\n',
    })
    expect(await account()).toEqual([])
  })

  test('of all published versions stands in the account, with a hash of each', async () => {
    const because = ['--by', 'ana', '--reason', 'the week is closed']
    const { code, stderr } = await run('sign-off', '--all-published', ...range, ...because)
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('signed off 2 versions'),
    })
    expect(await account()).toMatchObject([
      {
        action: 'sign-off',
        kpis: ['average-handle-time@1', 'offered@1'],
        firstDay: '2026-10-20',
        lastDay: '2026-10-22',
        stands: 6,
        by: 'ana',
        why: 'the week is closed',
        versions: [
          {
            kpi: 'average-handle-time@1',
            partitions: 3,
            outputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
          { kpi: 'offered@1', partitions: 3 },
        ],
        evidence: { provisional: 0, quarantined: 0, reachingIn: null, dates: null },
      },
    ])
    const again = await run('sign-off', 'offered@1', ...range, '--by', 'ben')
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('signed off already, nothing to do'),
    })
  })
})

describe('a signed-off period', () => {
  test('to which something comes late stays as it is, and status and plan say so', async () => {
    const [before] = await readLedger(centre.store.pool, { first: '2026-10-20', last: '2026-10-20' })
    await archive(centre.store, day('2026-10-20', 14), { observedAt: '2026-11-13T00:00:00.000Z' })
    await recompute(centre.store, '2026-10-20', [offered, handleTime])
    const [after] = await readLedger(centre.store.pool, { first: '2026-10-20', last: '2026-10-20' })
    expect(after).toEqual(before)

    const status = await run('status')
    expect(status.stdout).toContain('1 signed-off day would change: reopen or leave')
    expect(JSON.parse((await run('status', '-o', 'json')).stdout).signedOffWouldChange).toEqual([
      '2026-10-20',
    ])
    const plan = await run('plan', '--detailed-exitcode')
    expect(plan.code).toBe(0)
    expect(plan.stdout).toContain('nothing to do')
    expect(plan.stdout).toMatch(
      /Signed off, left as it is\n {2}average-handle-time@1, offered@1\n {4}2026-10-20, by ana at \S+Z: would change \(4 conversations came or changed\); reopen or leave\n {4}2 days, 2026-10-21 to 2026-10-22, by ana at \S+Z\n/,
    )
    const { partitions, signedOff } = JSON.parse((await run('plan', '-o', 'json')).stdout)
    expect(partitions).toEqual([])
    expect(signedOff).toMatchObject([
      { kpi: 'average-handle-time@1', state: 'signed-off', cause: 'facts', by: 'ana', changed: 4 },
      { kpi: 'average-handle-time@1', state: 'signed-off', cause: null, days: 2 },
      { kpi: 'offered@1', cause: 'facts' },
      { kpi: 'offered@1', cause: null },
    ])
  })

  test('shown in no plan of before makes that plan stale, in words', async () => {
    await archive(centre.store, day('2026-10-23', 5), { observedAt: '2026-11-13T00:00:00.000Z' })
    await recompute(centre.store, '2026-10-23', [offered])
    const on23 = ['--from', '2026-10-23', '--to', '2026-10-23']
    const again = ['offered', ...on23, '--force', '--dry-run', '-o', 'json']
    const { id } = JSON.parse((await run('recompute', ...again)).stdout)[0].plan
    await run('sign-off', 'offered@1', ...on23, '--by', 'ana')
    const stale = await run('recompute', '--plan', id)
    expect(stale.stderr).toContain(`Plan ${id} is stale: 1 day became signed-off.`)
  })

  test('is opened with a name and a reason, and is dirty from then on', async () => {
    const opened = await run('reopen', '--all-published', ...range, '--by', 'ben', '--reason', 'late e-mail')
    expect(opened).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('opened 6 days of versions from 2026-10-20 to 2026-10-22'),
    })
    expect((await account()).at(-1)).toMatchObject({
      action: 'reopen',
      by: 'ben',
      why: 'late e-mail',
      stands: 0,
    })
    const plan = await run('plan', '--detailed-exitcode')
    expect(plan.code).toBe(3)
    expect(plan.stdout).toContain('dirty 2026-10-20: 4 conversations came or changed')
    expect(await refused('reopen', '--all-published', ...range, '--by', 'b', '--why', 'x')).toContain(
      'Nothing is signed off from 2026-10-20 to 2026-10-22',
    )
    const one = ['--from', '2026-10-20', '--to', '2026-10-20', '--by', 'b', '--why', 'x']
    expect(await refused('reopen', '--all-published', ...one)).toContain(
      'Nothing is signed off on 2026-10-20, so there',
    )
  })
})

test('dates of a zone are all UTC days they touch, and what began before them is told', async () => {
  for (const each of days) await recompute(centre.store, each, [offered, handleTime])
  await archive(centre.store, [
    {
      conversationId: 'over midnight',
      startedAt: '2026-10-20T23:50:00.000Z',
      legs: [{ agentId: 'agent-1', handledAfterMinutes: 30, handleMs: 60_000 }],
    },
  ])
  await recompute(centre.store, '2026-10-20', [offered, handleTime])
  const dates = ['--from', '2026-10-21', '--to', '2026-10-21', '--zone', 'America/New_York']
  const { stderr } = await run('sign-off', 'average-handle-time@1', ...dates, '--by', 'ana')
  expect(stderr).toContain('average-handle-time@1 from 2026-10-21 to 2026-10-22 (UTC days) by ana')
  expect(stderr).toContain(
    'Not protected on these dates: 1 observation of what began on days that are open (2026-10-20).',
  )
  expect((await account()).at(-1)).toMatchObject({
    evidence: {
      dates: { from: '2026-10-21', to: '2026-10-21', zone: 'America/New_York' },
      reachingIn: { observations: 1, first: '2026-10-20', last: '2026-10-20' },
    },
  })
})

test('a signed-off day is ready to be published, and another is not, once zones are others than it was computed with', async () => {
  const { pool } = centre.store
  const agentZones = [
    { agentId: 'agent-1', zone: 'Asia/Kolkata', site: null, validFrom: null, validTo: null },
  ]
  await replaceFileRows(centre.store, { agentZones }, now)
  const [stored] = await readDefinitions(pool, 'average-handle-time')
  const { ready: isReady, lacking } = await readBackfill(
    pool,
    settingsSchema.parse({}),
    stored as StoredDefinition,
  )
  expect([...lacking]).toEqual([
    ['2026-10-20', 'stale'],
    ['2026-10-23', 'stale'],
  ])
  expect(isReady).toEqual(['2026-10-21', '2026-10-22'])
  expect((await run('status')).stdout).toContain('2 signed-off days would change')
})
