import type { Settings } from '../../config/settings'
import { catalogue } from '../../kpis/catalogue'
import { fingerprintOf } from '../../kpis/fingerprint'
import { givenParameters, resolveParameters } from '../../kpis/parameters'
import type { StoredDefinition } from '../../store/definitions/read-definitions'

/** The fingerprint this program would compute with now; what newer code registered keeps the one it has. */
export function currentFingerprint({ parameters }: Settings, stored: StoredDefinition): string {
  const definition = catalogue.find(({ name, version }) => name === stored.name && version === stored.version)
  if (definition === undefined) return stored.fingerprint
  return fingerprintOf(definition, resolveParameters(definition, givenParameters(parameters, definition)))
}
