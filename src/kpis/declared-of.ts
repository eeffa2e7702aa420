import { UsageError } from '../errors'
import { definitionInBuild } from './catalogue'
import type { Declared } from './declared'
import { type KpiDefinition, nameAndVersion } from './definition'

/** A version as a database has it, with what was kept of its declaration; null where it was registered before that was. */
export interface KeptVersion extends Pick<KpiDefinition, 'name' | 'version'> {
  readonly declared: Declared | null
}

/**
 * What the numbers of a version are read by: as this build declares it or, where its code is gone, as it was kept.
 *
 * @throws UsageError `version.not-declared` where neither is
 */
export function declaredOf(kept: KeptVersion): Declared {
  const declared = definitionInBuild(kept) ?? kept.declared
  if (declared !== null) return declared
  const { name, version } = kept
  const reference = nameAndVersion(kept)
  throw new UsageError(
    `The code of ${reference} is not in this build, and left before a database kept what numbers are read by: its rows stand, and how they make a value is not known.`,
    {
      code: 'version.not-declared',
      fields: { kpi: name, version },
      advice: `Start any run once with a build that has ${reference}: from then on it is known here. Its rows are in the view computed_metrics.`,
    },
  )
}
