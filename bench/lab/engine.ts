import { registeredDefinitions, withReferenceTables } from '../../src/activities/definitions-to-compute'
import { settingsSchema } from '../../src/config/settings'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { createLog } from '../../src/telemetry/log'
import { type Composition, compose } from '../../src/worker/compose'

export type Engine = Composition

/** The engine as a worker has it, on a database of the benchmark's; without a platform. */
export function openEngine(databaseUrl: string): Promise<Engine> {
  return compose({
    settings: settingsSchema.parse({}),
    databaseUrl,
    log: createLog({ level: 'error' }),
    codeVersion: 'bench',
  })
}

export async function definitionsOf(engine: Engine, kpis: readonly string[]): Promise<DefinitionToCompute[]> {
  return withReferenceTables(engine.store.pool, await registeredDefinitions(engine, kpis))
}
