import { findDefinition } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'

/**
 * `name@version` of each KPI named; a name alone means its highest version.
 *
 * @throws UsageError with suggestions
 */
export function readDefinitionNames(references: readonly string[]): string[] {
  return [...new Set(references.map((reference) => nameAndVersion(findDefinition(reference))))].sort()
}
