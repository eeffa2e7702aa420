import { catalogue, findDefinition } from '../../kpis/catalogue'
import type { Declared } from '../../kpis/declared'
import { declaredOf } from '../../kpis/declared-of'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import { fingerprintOf } from '../../kpis/fingerprint'
import { givenParameters, resolveParameters } from '../../kpis/parameters'
import { referenceFingerprints } from '../../kpis/reference-fingerprint'
import type { ReferenceTables } from '../../kpis/reference-tables'
import { subjectOf } from '../../kpis/subject'
import { meaningOf } from '../../planning/meaning'
import { referenceStateOf } from '../../planning/reference-state'
import type { World } from '../../planning/world'
import { retirementWords, type StoredDefinition } from '../../store/definitions/read-definitions'
import type { WantedVersion } from '../../store/plans/read-partition-runs'
import { tzRelease } from '../../time/zone-table'

/** Everything of this moment but facts that decides numbers: each version of the catalogue as the settings have it, and the tables. */
export function worldOf(
  tables: ReferenceTables,
  parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): World {
  const definitions = catalogue.map((definition: KpiDefinition) => {
    const resolved = resolveParameters(definition, givenParameters(parameters, definition))
    const fingerprint = fingerprintOf(definition, resolved)
    return [nameAndVersion(definition), { ...meaningOf(definition, resolved), fingerprint }] as const
  })
  return { tzRelease, definitions: Object.fromEntries(definitions), ...referenceStateOf(tables) }
}

/** How a version would be computed, with the tables that it reads. */
export interface VersionNow extends WantedVersion {
  reads: Declared['reads']
}

/** Versions as they would be computed in a world; one whose code is gone as it was computed last. */
export function versionsNow(
  kpis: readonly string[],
  { definitions }: World,
  tables: ReferenceTables,
  stored: readonly StoredDefinition[],
): VersionNow[] {
  const fingerprintOfTables = referenceFingerprints(tables)
  return kpis.map((kpi) => {
    const known = stored.find((each) => nameAndVersion(each) === kpi)
    const { reads, unitOfObservation } = known === undefined ? findDefinition(kpi) : declaredOf(known)
    return {
      kpi,
      definitionKey: known?.definitionKey ?? null,
      subject: subjectOf({ unitOfObservation }),
      fingerprint: definitions[kpi]?.fingerprint ?? known?.fingerprint ?? '',
      referenceFingerprint: fingerprintOfTables(reads),
      reads,
      retired: known?.retirement == null ? null : retirementWords(known.retirement),
    }
  })
}
