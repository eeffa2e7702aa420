import { registeredDefinitions } from '../../src/activities/definitions-to-compute'
import { readStatus, type Status } from '../../src/cli/status/read-status'
import { settingsSchema } from '../../src/config/settings'
import { compileReference, createContext } from '../../src/kpis/reference'
import { referenceFingerprint } from '../../src/kpis/reference-fingerprint'
import { quarantineDay } from '../../src/store/archive/quarantine-day'
import { loadReferenceTables } from '../../src/store/reference/load-reference-tables'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { markDay } from '../../src/store/results/ledger'
import { finishRun } from '../../src/store/runs/finish-run'
import { startRun } from '../../src/store/runs/start-run'
import { archive, empty, freshStore, now, recompute, type TestStore } from './stored'
import { day } from './story'

const settings = settingsSchema.parse({})
const range = { first: '2026-10-20', last: '2026-10-26' }

let test: TestStore
beforeAll(async () => {
  test = await freshStore()
})
afterEach(() => empty(test.store))
afterAll(() => test.drop())

const status = (more: Partial<Parameters<typeof readStatus>[2]> = {}): Promise<Status> =>
  readStatus(test.store.pool, settings, { organisation: 'org', asked: range, ...more })

/** How the days of one version stand, from the first to the last. */
function standingsOf({ grid }: Status, kpi: string): (string | undefined)[] | undefined {
  return grid?.rows.find((row) => row.kpi === kpi)?.cells.map((cell) => cell?.worst)
}

/** A version as a worker would compute it here, registered. */
async function offered(): Promise<DefinitionToCompute> {
  const dependencies = { store: test.store, settings, now: () => now }
  const [registered] = await registeredDefinitions(
    dependencies as Parameters<typeof registeredDefinitions>[0],
    ['offered@1'],
  )
  if (registered === undefined) throw new Error('offered@1 was not registered')
  const tables = await loadReferenceTables(test.store.pool)
  const { definition, parameters } = registered
  return {
    ...registered,
    context: createContext(compileReference(tables), parameters),
    referenceFingerprint: referenceFingerprint(tables, definition.reads),
  }
}

describe('the grid of a status', () => {
  it('has every state of a plan, from the same reading', async () => {
    const version = await offered()
    for (const each of ['20', '21', '22', '23', '24']) await archive(test.store, day(`2026-10-${each}`, 4))
    await recompute(test.store, '2026-10-20', [version])
    await recompute(test.store, '2026-10-21', [{ ...version, fingerprint: 'of another meaning' }])
    await recompute(test.store, '2026-10-22', [version])
    await archive(test.store, day('2026-10-22', 6))
    await markDay(test.store.pool, {
      ...{ definitions: [version], day: '2026-10-24', factsRevisions: { conversation: 1 } },
      ...{ detail: 'it could not be folded', runKey: 1, at: now },
    })
    await failedExport('2026-10-26', 'no job finished')

    const told = await status()
    expect(told.schema).toBe('retally.status/1')
    expect(standingsOf(told, 'offered@1')).toEqual([
      ...['current', 'stale', 'dirty', 'missing', 'quarantined'],
      ...[undefined, 'failed'],
    ])
    expect(told.notCurrent.map(({ first, state, reason }) => [first, state, reason])).toEqual([
      ['2026-10-21', 'stale', expect.any(String)],
      ['2026-10-22', 'dirty', ''],
      ['2026-10-23', 'missing', ''],
      ['2026-10-24', 'quarantined', 'it could not be folded'],
      ['2026-10-26', 'failed', 'no job finished'],
    ])
    expect(told.days.map(({ definitions }) => definitions[0]?.state)).toEqual([
      ...['current', 'stale', 'dirty', 'missing', 'quarantined', 'failed'],
    ])
    expect(told.gaps.notComputed.map(({ state, first }) => [first, state]).sort()).toEqual([
      ['2026-10-21', 'stale'],
      ['2026-10-23', 'missing'],
      ['2026-10-24', 'quarantined'],
    ])
  })

  it('says of what a run under way has to do that it is running, until that has ended', async () => {
    const version = await offered()
    for (const each of ['20', '21']) await archive(test.store, day(`2026-10-${each}`, 4))
    await recompute(test.store, '2026-10-20', [version])
    const runKey = await startRun(test.store.pool, {
      ...{ kind: 'backfill', workflowId: 'backfill/org/offered', at: now, codeVersion: '0', tzRelease: '0' },
      input: { kpis: ['offered@1'], from: '2026-10-01', to: '2026-10-31' },
    })
    expect(standingsOf(await status(), 'offered@1')?.slice(0, 2)).toEqual(['current', 'running'])
    await finishRun(test.store.pool, runKey, { state: 'done', at: now, receipt: null })
    expect(standingsOf(await status(), 'offered@1')?.slice(0, 2)).toEqual(['current', 'missing'])
  })

  it('has also versions that were never computed, where they are named', async () => {
    await offered()
    await archive(test.store, day('2026-10-20', 4))
    expect((await status()).definitions.map(({ kpi }) => kpi)).toEqual(['offered@1'])
    const named = await status({ kpis: ['service-level@2', 'service-level@3'] })
    expect(named.grid?.rows.map(({ kpi, counts }) => [kpi, counts])).toEqual([
      ['service-level@2', { missing: 1 }],
      ['service-level@3', { missing: 1 }],
    ])
  })

  it('reaches from the first to the last day of which anything is known, and is none of an empty archive', async () => {
    expect((await status({ asked: null })).grid).toBeNull()
    await offered()
    await archive(test.store, day('2026-08-30', 1))
    await archive(test.store, day('2026-10-02', 1))
    expect((await status({ asked: null })).grid).toMatchObject({
      by: 'month',
      columns: ['2026-08', '2026-09', '2026-10'],
    })
  })
})

async function failedExport(on: string, detail: string): Promise<void> {
  await quarantineDay(test.store.pool, {
    ...{ organisation: 'org', day: on, reason: 'export-failed', detail, source: 'export', at: now },
  })
}
