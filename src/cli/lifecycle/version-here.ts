import { findDefinition, isInBuild } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions, type StoredDefinition } from '../../store/definitions/read-definitions'
import { type NamedVersion, nameIn } from '../options/version'

/**
 * The version as this database has it, also one whose code is gone; null where it has only the code.
 *
 * @throws UsageError for what neither the database nor this build knows
 */
export async function versionHere(db: Connection, named: NamedVersion): Promise<StoredDefinition | null> {
  const stored = (await readDefinitions(db, named.name)).find(({ version }) => version === named.version)
  if (stored === undefined) findDefinition(nameAndVersion(named))
  return stored ?? null
}

/**
 * Refuses a version that there is not, before anything is done about it.
 *
 * @throws UsageError for what neither the database nor this build knows
 */
export async function refuseUnknownVersion(db: Connection, named: NamedVersion): Promise<void> {
  await versionHere(db, named)
}

/**
 * The name of the KPI somebody means, of which the database or this build has a version.
 *
 * @throws UsageError for what neither knows
 */
export async function kpiHere(db: Connection, reference: string): Promise<string> {
  const stored = await readDefinitions(db, nameIn(reference))
  const isKnown = (each: StoredDefinition) => [each.name, nameAndVersion(each)].includes(reference)
  return stored.some(isKnown) ? nameIn(reference) : findDefinition(reference).name
}

/** What is to be known of numbers whose code is gone; nothing where this build has it. */
export function standsWithoutCode(named: NamedVersion): string[] {
  return isInBuild(named) ? [] : [codeIsGone(nameAndVersion(named))]
}

export function codeIsGone(reference: string): string {
  return `The code of ${reference} is not in this build: its numbers stand as they are, and no night computes others.`
}
