import { catalogue, findDefinition } from '../kpis/catalogue'
import type { KpiDefinition } from '../kpis/definition'
import { fingerprintOf } from '../kpis/fingerprint'
import { givenParameters, resolveParameters } from '../kpis/parameters'
import { compileReference, createContext } from '../kpis/reference'
import { referenceFingerprint } from '../kpis/reference-fingerprint'
import type { ReferenceTables } from '../kpis/reference-tables'
import { readDefinitions } from '../store/definitions/read-definitions'
import { registerDefinition } from '../store/definitions/register-definition'
import { loadReferenceTables } from '../store/reference/load-reference-tables'
import type { DefinitionToCompute } from '../store/results/day-to-recompute'
import { recordZoneRules } from '../store/zone-rules/record-zone-rules'
import { parseZone } from '../time/zone-name'
import type { Dependencies } from './dependencies'

/**
 * The definitions by `name@version`, each with its key, the organisation's parameters, the reference
 * tables as they are now, and the fingerprints of all of it. None named: the ones this store computes.
 */
export async function definitionsToCompute(
  dependencies: Dependencies,
  kpis: readonly string[],
): Promise<DefinitionToCompute[]> {
  const { store, settings } = dependencies
  const definitions = kpis.length > 0 ? kpis.map(findDefinition) : await definitionsOfStore(dependencies)
  const tables = await loadReferenceTables(store.pool)
  const reference = compileReference(tables)
  await recordZoneRules(store.pool, zonesIn(tables))
  const registered = await readDefinitions(store.pool)
  const targets: DefinitionToCompute[] = []
  for (const definition of definitions) {
    const parameters = resolveParameters(definition, givenParameters(settings.parameters, definition))
    const fingerprint = fingerprintOf(definition, parameters)
    const known = registered.find(
      ({ name, version }) => name === definition.name && version === definition.version,
    )
    const { definitionKey } =
      known?.fingerprint === fingerprint
        ? known
        : await registerDefinition(store, definition, {
            parameters,
            fingerprint,
            at: dependencies.now(),
            by: 'retally',
          })
    targets.push({
      definition,
      definitionKey,
      context: createContext(reference, parameters),
      fingerprint,
      referenceFingerprint: referenceFingerprint(tables, definition.reads),
    })
  }
  return targets
}

/** Every zone that results can be reckoned by, by its canonical name. */
function zonesIn({ agentZones, queueZones }: ReferenceTables): Set<string> {
  return new Set([...agentZones, ...queueZones].map(({ zone }) => parseZone(zone).canonical))
}

/** What is registered here; in an empty store the newest version of every definition we have. */
export async function definitionsOfStore(dependencies: Dependencies): Promise<KpiDefinition[]> {
  const registered = await readDefinitions(dependencies.store.pool)
  const kept = registered.filter(({ state }) => state !== 'retired')
  if (kept.length > 0) return kept.map(({ name, version }) => findDefinition(`${name}@${version}`))
  const names = [...new Set(catalogue.map(({ name }) => name))]
  return names.map(findDefinition)
}
