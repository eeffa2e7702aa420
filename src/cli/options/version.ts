import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import type { KpiDefinition } from '../../kpis/definition'

/**
 * The one version that is meant, as `name@version`: what is published, retired or dropped is never left to a default.
 *
 * @throws UsageError `usage.no-version`, and for what is not in the catalogue
 */
export function readVersion(reference: string): KpiDefinition {
  const definition = findDefinition(reference)
  if (reference.includes('@')) return definition
  throw new UsageError(`${reference} does not say which version is meant.`, {
    code: 'usage.no-version',
    fields: { kpi: definition.name },
    advice: `Name it, for instance ${definition.name}@${definition.version}.`,
  })
}
