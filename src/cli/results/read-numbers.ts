import { findComposed } from '../../kpis/catalogue'
import { nameAndVersion } from '../../kpis/definition'
import type { Summary } from '../../kpis/summary'
import type { OneHalf } from '../../reports/gaps-report'
import type { Connection } from '../../store/connection'
import { kpiHere } from '../lifecycle/version-here'
import { type DefinitionWithResults, definitionWithResults } from './definition-with-results'
import { readComposedResults } from './read-composed'
import { type ResultsWanted, readResults } from './read-results'
import { type Stretch, stretchesInForce } from './stretches-in-force'

/** Numbers of one version. */
export interface NumbersRead {
  readonly summary: Summary
  /** The definitions whose rows they are made of: of a composed KPI those of its halves. */
  readonly of: readonly DefinitionWithResults[]
  readonly oneHalf: readonly OneHalf[]
  /** For which of the dates asked for the version is in force; null where it was named, and the numbers are of all of them. */
  readonly stretch: Stretch | null
}

/**
 * The numbers somebody asks for: of the version named or, where a KPI is named without one, of each version in force for these dates over its
 * own, as asking for it by name over them says. A composed KPI has no publication: it is its newest version on all dates.
 *
 * @throws UsageError where nothing of the KPI was computed, or nothing is in force for these dates
 */
export async function readNumbers(
  db: Connection,
  reference: string,
  wanted: ResultsWanted,
): Promise<{ numbers: readonly NumbersRead[]; note: string | null }> {
  if (reference.includes('@') || findComposed(reference) !== null)
    return { numbers: [{ ...(await readNamed(db, reference, wanted)), stretch: null }], note: null }
  await kpiHere(db, reference)
  const { stretches, note } = await stretchesInForce(db, reference, wanted)
  const numbers: NumbersRead[] = []
  for (const stretch of stretches) {
    const { version, interval } = stretch
    const named = nameAndVersion({ name: reference, version })
    numbers.push({ ...(await readNamed(db, named, { ...wanted, interval })), stretch })
  }
  return { numbers, note }
}

/** Of a version that is named, or a composed KPI. */
async function readNamed(
  db: Connection,
  reference: string,
  wanted: ResultsWanted,
): Promise<Omit<NumbersRead, 'stretch'>> {
  const kpi = findComposed(reference)
  if (kpi === null) {
    const which = await definitionWithResults(db, reference, wanted.asKnownAt)
    return { summary: await readResults(db, which, wanted), of: [which], oneHalf: [] }
  }
  const numerator = await definitionWithResults(db, nameAndVersion(kpi.numerator.kpi))
  const denominator = await definitionWithResults(db, nameAndVersion(kpi.denominator.kpi))
  const composed = await readComposedResults(db, kpi, { numerator, denominator }, wanted)
  return { ...composed, of: [numerator, denominator] }
}
