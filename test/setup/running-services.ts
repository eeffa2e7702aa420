import type { LocalPostgres } from '../../src/local/postgres'
import type { LocalTemporal } from '../../src/local/temporal-server'

/** What globalSetup started and globalTeardown stops; both run in the same process. */
export type RunningServices = { root: string; postgres: LocalPostgres; temporal: LocalTemporal }

const HOLDER = Symbol.for('retally.test.services')
const holder = globalThis as { [HOLDER]?: RunningServices }

export function keepRunning(services: RunningServices): void {
  holder[HOLDER] = services
}

export function takeRunning(): RunningServices | undefined {
  const services = holder[HOLDER]
  delete holder[HOLDER]
  return services
}
