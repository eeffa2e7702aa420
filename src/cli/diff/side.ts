import { UsageError } from '../../errors'
import { findDefinition } from '../../kpis/catalogue'
import type { Declared } from '../../kpis/declared'
import { declaredOf } from '../../kpis/declared-of'
import { nameAndVersion } from '../../kpis/definition'
import { utcMinute, utcSecond } from '../../reports/local-label'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'
import { formatInstant, type Instant } from '../../time/instant'
import { nameIn } from '../options/version'
import { type DefinitionWithResults, definitionWithResults } from '../results/definition-with-results'

/** The two definitions of a comparison as this store has them. */
export interface Sides {
  a: StoredAccount
  b: StoredAccount
}

export interface StoredAccount extends DefinitionWithResults {
  /** `service-level@2`, or as it was known at a moment. */
  name: string
  /** Without it the numbers as they stand. */
  asKnownAt: Instant | undefined
}

/** The moments as of which the sides are told; undefined: as they stand. */
export type KnownMoments = Readonly<Record<'a' | 'b', Instant | undefined>>

function nameAsKnown(definition: Declared, moment: Instant | undefined, moments: KnownMoments): string {
  const name = nameAndVersion(definition)
  return moment === undefined ? name : `${name} (as known ${labelApart(moments)(moment)})`
}

/** To the minute, or as finely as it takes to tell two moments apart. */
function labelApart({ a, b }: KnownMoments): (moment: Instant) => string {
  if (a === undefined || b === undefined || a === b) return utcMinute
  return [utcMinute, utcSecond].find((label) => label(a) !== label(b)) ?? formatInstant
}

/**
 * The sides somebody names: two versions, or one that is compared with itself under other conditions.
 *
 * @throws UsageError for what was never computed here, and for two KPIs that observe or mean different things
 */
export async function findSides(
  db: Connection,
  [a, b]: readonly [a: string, b: string],
  known: KnownMoments,
): Promise<Sides> {
  refuseUnlike(await declaredMeant(db, a), await declaredMeant(db, b))
  // A replay has no past.
  const hasPast = known.a !== undefined || known.b !== undefined
  const side = async (name: 'a' | 'b', reference: string): Promise<StoredAccount> => {
    const asKnownAt = known[name]
    const found = definitionWithResults(db, reference, asKnownAt)
    const account = await (hasPast ? found : found.catch(adviseReplay))
    return { ...account, name: nameAsKnown(account.definition, asKnownAt, known), asKnownAt }
  }
  const sides = { a: await side('a', a), b: await side('b', b) }
  refuseUnlike(sides.a.definition, sides.b.definition)
  return sides
}

/** Whether two KPIs are alike any of their versions tells: those that are here, or in this build. */
async function declaredMeant(db: Connection, reference: string): Promise<Declared> {
  const stored = await readDefinitions(db, nameIn(reference))
  const meant = stored.find((each) => [each.name, nameAndVersion(each)].includes(reference))
  return meant === undefined ? findDefinition(reference) : declaredOf(meant)
}

/** What was never computed can be compared at once: a replay computes both sides as they are compared. */
function adviseReplay(error: unknown): never {
  if (!(error instanceof UsageError) || error.code !== 'results.not-computed') throw error
  const { message, code, fields, advice } = error
  throw new UsageError(message, { code, fields, advice: `Compare at once with --replay. ${advice}` })
}

/** @throws UsageError for two KPIs that observe or mean different things */
export function refuseUnlike(a: Declared, b: Declared): void {
  const names = `${nameAndVersion(a)} and ${nameAndVersion(b)}`
  const refusal = (what: string) =>
    new UsageError(`${names} cannot be compared: ${what}.`, {
      code: 'diff.unlike',
      fields: { a: nameAndVersion(a), b: nameAndVersion(b) },
      advice: 'Compare two versions of one KPI, or two KPIs of one unit that observe the same.',
    })
  if (a.unit !== b.unit) throw refusal(`one is in ${a.unit}, the other in ${b.unit}`)
  if (a.unitOfObservation !== b.unitOfObservation)
    throw refusal(`one observes each ${a.unitOfObservation}, the other each ${b.unitOfObservation}`)
}
