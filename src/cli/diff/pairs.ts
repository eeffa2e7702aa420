import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions } from '../../store/definitions/read-definitions'

/** What is compared with what, as somebody names it. */
export type NamedPair = readonly [a: string, b: string]

/**
 * The pairs that are named: one alone is compared with itself, under other conditions.
 *
 * @throws UsageError `usage.no-pair`
 */
export function pairsNamed(kpis: readonly string[]): NamedPair[] {
  const [only] = kpis
  if (only !== undefined && kpis.length === 1) return [[only, only]]
  if (kpis.length > 0 && kpis.length % 2 === 0)
    return kpis.flatMap((a, index) => (index % 2 === 0 ? [[a, kpis[index + 1] as string] as const] : []))
  throw new UsageError(
    kpis.length === 0
      ? 'A comparison needs two versions, or several pairs of them.'
      : `${kpis.length} versions make no pairs: ${kpis.at(-1)} has none beside it.`,
    {
      code: 'usage.no-pair',
      advice:
        'For instance retally diff service-level@1 service-level@2; --all-candidates compares each candidate with what is in force.',
    },
  )
}

/** Each candidate of this database, with the version of its KPI that is in force today. */
export async function candidatePairs(db: Connection): Promise<NamedPair[]> {
  const all = await readDefinitions(db)
  return all.flatMap((candidate) => {
    if (candidate.state !== 'candidate') return []
    const inForce = all.find(({ name, published }) => published && name === candidate.name)
    return inForce === undefined ? [] : [[nameAndVersion(inForce), nameAndVersion(candidate)] as const]
  })
}
