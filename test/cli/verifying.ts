/** Runs on a small database, and their verification, for tests that say what comes of it. */
import * as thisBuild from '../../src/activities/definitions-to-compute'
import type { Dependencies } from '../../src/activities/dependencies'
import { agentDayFold } from '../../src/activities/fold-agent-day'
import { verifyReceipts } from '../../src/cli/verify/verify-receipts'
import type { VerifiedPartition } from '../../src/reports/verification/verification'
import { inSnapshot } from '../../src/store/in-snapshot'
import type { Store } from '../../src/store/open-store'
import { type ReceiptsWanted, readReceipts } from '../../src/store/receipts/read-receipts'
import { recomputeDay } from '../../src/store/results/recompute-day'
import { dayMs } from '../../src/time/civil-date'
import type { Instant } from '../../src/time/instant'
import { now } from '../store/stored'
import { factsOf, type Story } from '../store/story'

/** Records are the stories themselves. */
const folding = { conversation: (raw: unknown) => factsOf(raw as Story), agentDay: agentDayFold.fold }

/** When a run computes: each a day after the one before. */
export function momentOf(runKey: number): Instant {
  return now + runKey * dayMs
}

/** What a build makes of definitions here: registered, with their fingerprints and what these stand for. */
export function registeredBy(
  store: Store,
  kpis: readonly string[],
  parameters: Record<string, Record<string, unknown>> = {},
  build: typeof thisBuild = thisBuild,
): Promise<thisBuild.RegisteredDefinition[]> {
  const dependencies = { store, settings: { parameters }, now: () => now }
  return build.registeredDefinitions(dependencies as unknown as Dependencies, kpis)
}

let runs = 0

/** Computes days as a run of its own, with the reference tables as they stand. */
export async function computeAsRun(
  store: Store,
  days: readonly string[],
  registered: readonly thisBuild.RegisteredDefinition[],
  build: typeof thisBuild = thisBuild,
): Promise<number> {
  const { rows } = await store.pool.query<{ key: number }>(
    `INSERT INTO run (kind, workflow_id, state, started_at, code_version, tz_release)
     VALUES ('backfill', $1, 'done', now(), 'test', '2025b') RETURNING run_key AS key`,
    [`run-${++runs}`],
  )
  const runKey = rows[0]?.key as number
  for (const day of days)
    await recomputeDay(store, {
      day,
      definitions: (db) => build.withReferenceTables(db, registered),
      runKey,
      codeVersion: 'test',
      at: momentOf(runKey),
    })
  return runKey
}

export function verify(store: Store, wanted: Partial<ReceiptsWanted>): Promise<VerifiedPartition[]> {
  return inSnapshot(store, async (tx) =>
    verifyReceipts(
      tx,
      folding,
      await readReceipts(tx, { first: '2026-01-01', last: '2026-12-31', ...wanted }),
    ),
  )
}
