import { dirtyDays } from '../store/days/dirty-days'
import { readDefinitions } from '../store/definitions/read-definitions'
import { definitionsToCompute } from './definitions-to-compute'
import type { Dependencies } from './dependencies'

export interface ListDirtyDaysInput {
  /** `name@version`: these should stand on every day. Empty: the published ones should, all others where they do already. */
  kpis: string[]
  after: string | null
  limit: number
}

/**
 * The next days whose numbers are behind their facts: an export by activity also brings conversations that
 * began long before the day it was for. A store that computes nothing yet begins here.
 */
export function listDirtyDays(dependencies: Dependencies) {
  return async ({ kpis, after, limit }: ListDirtyDaysInput): Promise<{ days: string[]; more: boolean }> => {
    const { store } = dependencies
    const definitions = await definitionsToCompute(dependencies, kpis)
    const keys = definitions.map(({ definitionKey }) => definitionKey)
    const published = (await readDefinitions(store.pool)).filter((definition) => definition.published)
    const missingFor = kpis.length > 0 ? keys : published.map(({ definitionKey }) => definitionKey)
    return dirtyDays(store.pool, { staleFor: keys, missingFor, after, limit })
  }
}
