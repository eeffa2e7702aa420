import { catalogue, findDefinition, isInBuild } from '../kpis/catalogue'
import { type KpiDefinition, nameAndVersion } from '../kpis/definition'
import { fingerprintOf } from '../kpis/fingerprint'
import { givenParameters, resolveParameters } from '../kpis/parameters'
import { compileReference, createContext } from '../kpis/reference'
import { referenceFingerprints } from '../kpis/reference-fingerprint'
import { zonesRead } from '../kpis/zones-read'
import { meaningOf } from '../planning/meaning'
import { referenceStateOf } from '../planning/reference-state'
import type { Connection } from '../store/connection'
import { keepDeclarations } from '../store/definitions/keep-declarations'
import { readDefinitions } from '../store/definitions/read-definitions'
import { registerDefinition } from '../store/definitions/register-definition'
import { keepMeanings, keepReferenceState } from '../store/plans/keep-meaning'
import { loadReferenceTables } from '../store/reference/load-reference-tables'
import type { DefinitionToCompute } from '../store/results/day-to-recompute'
import { recordZoneRules } from '../store/zone-rules/record-zone-rules'
import type { Dependencies } from './dependencies'

/** A definition as this store knows it, with the organisation's parameters. */
export interface RegisteredDefinition {
  definition: KpiDefinition
  definitionKey: number
  fingerprint: string
  parameters: Record<string, unknown>
}

/**
 * The definitions by `name@version`, registered with what they mean here. None named: the ones this store computes. One that is retired
 * is left as it stands: no recompute does anything for it.
 */
export async function registeredDefinitions(
  dependencies: Dependencies,
  kpis: readonly string[],
): Promise<RegisteredDefinition[]> {
  const { store, settings } = dependencies
  const definitions = kpis.length > 0 ? kpis.map(findDefinition) : await definitionsOfStore(store.pool)
  const known = await readDefinitions(store.pool)
  const registered: RegisteredDefinition[] = []
  for (const definition of definitions) {
    const parameters = resolveParameters(definition, givenParameters(settings.parameters, definition))
    const fingerprint = fingerprintOf(definition, parameters)
    const same = known.find(({ name, version }) => name === definition.name && version === definition.version)
    const { definitionKey } =
      same !== undefined && (same.fingerprint === fingerprint || same.state === 'retired')
        ? same
        : await registerDefinition(store, definition, {
            parameters,
            fingerprint,
            at: dependencies.now(),
            by: 'retally',
          })
    registered.push({ definition, definitionKey, fingerprint, parameters })
  }
  if (known.some(({ declared }) => declared === null)) await keepDeclarations(store.pool, catalogue)
  await keepMeanings(
    store.pool,
    registered.map(({ definition, fingerprint, parameters }) => ({
      fingerprint,
      basis: meaningOf(definition, parameters),
    })),
  )
  return registered
}

/** The same with the reference tables as they are now, and the fingerprints of those each one reads. */
export async function withReferenceTables(
  db: Connection,
  registered: readonly RegisteredDefinition[],
): Promise<DefinitionToCompute[]> {
  const tables = await loadReferenceTables(db)
  const reference = compileReference(tables)
  await recordZoneRules(db, new Set(zonesRead(tables)))
  const fingerprintOfTables = referenceFingerprints(tables)
  const toCompute = registered.map(({ definition, definitionKey, fingerprint, parameters }) => ({
    definition,
    definitionKey,
    context: createContext(reference, parameters),
    fingerprint,
    referenceFingerprint: fingerprintOfTables(definition.reads),
  }))
  const fingerprints = toCompute.map((each) => each.referenceFingerprint)
  await keepReferenceState(db, fingerprints, referenceStateOf(tables))
  return toCompute
}

/** What is registered here and in this build; in an empty store the newest version of every definition we have. */
export async function definitionsOfStore(db: Connection): Promise<KpiDefinition[]> {
  const registered = await readDefinitions(db)
  const kept = registered.filter(({ state }) => state !== 'retired')
  if (kept.length > 0) return kept.filter(isInBuild).map((each) => findDefinition(nameAndVersion(each)))
  const names = [...new Set(catalogue.map(({ name }) => name))]
  return names.map(findDefinition)
}
