import type { Settings } from '../../config/settings'
import { definitionInBuild } from '../../kpis/catalogue'
import { fingerprintOf } from '../../kpis/fingerprint'
import { givenParameters, resolveParameters } from '../../kpis/parameters'
import type { StoredDefinition } from '../../store/definitions/read-definitions'

/** The fingerprint this program would compute with now; what newer code registered keeps the one it has. */
export function currentFingerprint({ parameters }: Settings, stored: StoredDefinition): string {
  const definition = definitionInBuild(stored)
  if (definition === undefined) return stored.fingerprint
  return fingerprintOf(definition, resolveParameters(definition, givenParameters(parameters, definition)))
}
