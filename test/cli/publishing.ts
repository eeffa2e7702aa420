/** What tests of promotions and rollbacks share: versions computed by today's meaning, and a lock that is waited for. */
import { findDefinition } from '../../src/kpis/catalogue'
import { fingerprintOf } from '../../src/kpis/fingerprint'
import { referenceFingerprint } from '../../src/kpis/reference-fingerprint'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { ready, type TestStore, zones } from '../store/stored'
import { someoneWaitsForALock } from '../store/waiting'

/** A version as this program computes it now, under the zones of the tests: what it computes is no stale day. */
export function readyToCompute({ store }: TestStore, kpi: string): Promise<DefinitionToCompute> {
  const definition = findDefinition(kpi)
  return ready(store, kpi, {
    fingerprint: fingerprintOf(definition, definition.parameters.parse({}) as Record<string, unknown>),
    referenceFingerprint: referenceFingerprint(zones, definition.reads),
  })
}

/**
 * Lets a command come as far as the lock of its KPI, does something meanwhile, and lets it go on.
 *
 * @param start starts the command
 */
export async function whileItWaits<T>(
  { store }: TestStore,
  kpi: string,
  start: () => { ended: Promise<T> },
  meanwhile: () => Promise<void>,
): Promise<T> {
  const holding = await store.pool.connect()
  await holding.query('BEGIN')
  await holding.query(`SELECT pg_advisory_xact_lock(hashtext('retally.definition'), hashtext($1))`, [kpi])
  const waiting = start()
  await someoneWaitsForALock(store)
  await meanwhile()
  await holding.query('COMMIT')
  holding.release()
  return waiting.ended
}
