import { UsageError } from '../errors'
import { definitionInBuild } from '../kpis/catalogue'
import type { Declared } from '../kpis/declared'
import { nameAndVersion } from '../kpis/definition'
import type { StoredDefinition } from '../store/definitions/read-definitions'

/**
 * What the numbers of a version are read by: as this build declares it or, where its code is gone, as it was kept.
 *
 * @throws UsageError `version.not-declared` where neither is
 */
export function declaredOf(stored: StoredDefinition): Declared {
  const declared = definitionInBuild(stored) ?? stored.declared
  if (declared !== null) return declared
  const { name, version } = stored
  const reference = nameAndVersion(stored)
  throw new UsageError(
    `The code of ${reference} is not in this build, and left before a database kept what numbers are read by: its rows stand, and how they make a value is not known.`,
    {
      code: 'version.not-declared',
      fields: { kpi: name, version },
      advice: `Start any run once with a build that has ${reference}: from then on it is known here. Its rows are in the view computed_metrics.`,
    },
  )
}
