import { dirtyDays } from '../store/days/dirty-days'
import { readDefinitions } from '../store/definitions/read-definitions'
import { registeredDefinitions } from './definitions-to-compute'
import type { Dependencies } from './dependencies'

export interface ListDirtyDaysInput {
  after: string | null
  limit: number
}

/**
 * The next days whose numbers are behind: published definitions should stand on every day that has
 * conversations, all others where they do already. A store that computes nothing yet begins here.
 */
export function listDirtyDays(dependencies: Dependencies) {
  return async ({ after, limit }: ListDirtyDaysInput): Promise<{ days: string[]; more: boolean }> => {
    const { store } = dependencies
    const definitions = await registeredDefinitions(dependencies, [])
    const keys = definitions.map(({ definitionKey }) => definitionKey)
    const published = (await readDefinitions(store.pool)).filter((definition) => definition.published)
    const missingFor = published.map(({ definitionKey }) => definitionKey)
    return dirtyDays(store.pool, { staleFor: keys, missingFor, after, limit })
  }
}
