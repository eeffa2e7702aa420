import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import type { KpiDefinition } from '../../kpis/definition'

/** A version by its name, of which there may be no code. */
export type NamedVersion = Pick<KpiDefinition, 'name' | 'version'>

/**
 * The one version that is meant: what is published, retired or dropped is never left to a default. Whether there is such a version
 * is the database's to say as well.
 *
 * @throws UsageError `usage.no-version`, and for what can be no version
 */
export function readVersion(reference: string): NamedVersion {
  if (isVersion(reference)) {
    const [name = '', version] = reference.split('@')
    return { name, version: Number(version) }
  }
  const { name, version } = findDefinition(reference)
  throw new UsageError(`${reference} does not say which version is meant.`, {
    code: 'usage.no-version',
    fields: { kpi: name },
    advice: `Name it, for instance ${name}@${version}.`,
  })
}

export function isVersion(text: string): boolean {
  return /^[a-z0-9-]+@\d{1,9}$/.test(text)
}

/** The KPI that `service-level` and `service-level@2` are of. */
export function nameIn(reference: string): string {
  return reference.split('@')[0] ?? ''
}
