import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import type { Declared } from '../../kpis/declared'
import { declaredOf } from '../../kpis/declared-of'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions, type StoredDefinition } from '../../store/definitions/read-definitions'
import { readVersionPublishedAt } from '../../store/definitions/read-version-published-at'
import { rowsDropped } from '../../store/seals/rows-dropped'
import { formatInstant, type Instant } from '../../time/instant'
import { kpiHere } from '../lifecycle/version-here'
import { readVersion } from '../options/version'

export interface DefinitionWithResults {
  definition: Declared
  stored: StoredDefinition
}

/**
 * The definition whose results somebody asks for: the version named, else the published one, or the one that was at a moment in the past.
 *
 * @throws UsageError for a name or version that neither the database nor this build knows, for one that was never computed here, for
 *   one whose rows were dropped, and for a moment before anything was published
 */
export async function definitionWithResults(
  db: Connection,
  reference: string,
  asKnownAt?: Instant,
): Promise<DefinitionWithResults> {
  const name = await kpiHere(db, reference)
  const all = await readDefinitions(db, name)
  const version = reference.includes('@')
    ? readVersion(reference).version
    : await publishedVersion(db, name, all, asKnownAt)
  const wanted = all.find((each) => each.version === version)
  if (wanted !== undefined) {
    if (wanted.droppedAt !== null) throw await rowsDropped(db, wanted)
    return { definition: declaredOf(wanted), stored: wanted }
  }
  throw neverComputed(reference, findDefinition(reference), all)
}

async function publishedVersion(
  db: Connection,
  name: string,
  all: readonly StoredDefinition[],
  asKnownAt: Instant | undefined,
): Promise<number | undefined> {
  if (asKnownAt === undefined) return all.find(({ published }) => published)?.version
  const version = await readVersionPublishedAt(db, name, asKnownAt)
  if (version !== null) return version
  throw nothingPublishedOn(name, asKnownAt)
}

/** @param all what there is of the KPI instead */
export function neverComputed(
  reference: string,
  named: KpiDefinition,
  all: readonly StoredDefinition[],
): UsageError {
  const others = all.map(nameAndVersion).join(', ')
  return new UsageError(
    `${reference} was never computed in this database${others === '' ? '' : `; there is ${others}`}.`,
    {
      code: 'results.not-computed',
      fields: { kpi: named.name },
      advice: `Compute it with: retally backfill ${nameAndVersion(named)} --from … --to …`,
    },
  )
}

export function nothingPublishedOn(name: string, moment: Instant): UsageError {
  return new UsageError(`Nothing was published of ${name} on ${formatInstant(moment)}.`, {
    code: 'results.not-yet-published',
    fields: { kpi: name },
    advice: `\`retally publications ${name}\` shows what was published when; a version can be named.`,
  })
}
