import { nameAndVersion } from '../kpis/definition'
import { dirtyDays } from '../store/days/dirty-days'
import { readWouldChange } from '../store/sign-offs/read-would-change'
import { registeredDefinitions } from './definitions-to-compute'
import type { Dependencies } from './dependencies'
import { readRemovedVersions } from './removed-versions'

export interface ListDirtyDaysInput {
  after: string | null
  limit: number
}

export interface DirtyDays {
  days: string[]
  more: boolean
  /** Of the first page: signed-off days that would be among them. They are left as they are. */
  signedOffDays?: number
}

/**
 * The next days whose numbers are behind: a version should stand on every day that has conversations which may post onto a date for which
 * it is in force, and be as the facts are where it stands already. A store that computes nothing yet begins here.
 */
export function listDirtyDays(dependencies: Dependencies) {
  return async ({ after, limit }: ListDirtyDaysInput): Promise<DirtyDays> => {
    const { store, log } = dependencies
    if (after === null) {
      const removed = (await readRemovedVersions(store.pool)).map(nameAndVersion)
      if (removed.length > 0)
        log.warn({ removed }, 'versions that this build lacks are left out of the night')
    }
    const definitions = await registeredDefinitions(dependencies, [])
    const keys = definitions.map(({ definitionKey }) => definitionKey)
    const dirty = await dirtyDays(store.pool, { staleFor: keys, missingFor: keys, after, limit })
    if (after !== null) return dirty
    const versions = definitions.map((each) => ({ ...each, referenceFingerprint: null }))
    const kept = await readWouldChange(store.pool, { versions })
    return { ...dirty, signedOffDays: kept.length }
  }
}
