import { readQueues, readWrapUpCodes } from '../genesys/directory'
import { readWorkforce } from '../genesys/workforce'
import { mergeFeedRows } from '../store/reference/merge-feed-rows'
import { mergeQueueNames } from '../store/reference/merge-queue-names'
import { parseInstant } from '../time/instant'
import type { Dependencies } from './dependencies'
import { heartbeating } from './heartbeating'
import { platformOf } from './platform-of'

export interface RefreshedReference {
  queues: number
  wrapUpCodes: number
  agentsWithZone: number
  /** Why zones could not be read, where they could not: a missing permission, no workforce management. */
  zonesUnavailable: string | null
}

/**
 * Feeds the reference tables from the platform: names of queues and wrap-up codes, agents' zones and sites
 * from workforce management. What a person loaded from a file stays above it.
 */
export function refreshReference(dependencies: Dependencies) {
  return ({ at }: { at: string }): Promise<RefreshedReference> =>
    heartbeating(async ({ signal }) => {
      const { store, log } = dependencies
      const platform = platformOf(dependencies)
      const instant = parseInstant(at)
      const queues = await readQueues(platform, signal)
      await mergeQueueNames(store.pool, queues)
      const codes = await readWrapUpCodes(platform, signal)
      await mergeFeedRows(store, 'wrapUpCodes', codes, instant)
      const workforce = await readWorkforce(platform, signal)
      if (workforce.kind === 'unavailable') {
        log.warn({ code: workforce.code }, `agents' zones are not fed from the platform: ${workforce.reason}`)
        return {
          queues: queues.length,
          wrapUpCodes: codes.length,
          agentsWithZone: 0,
          zonesUnavailable: workforce.reason,
        }
      }
      await mergeFeedRows(
        store,
        'agentZones',
        workforce.agents.map(({ agentId, zone, site }) => ({ agentId, zone, site })),
        instant,
      )
      const skipped = workforce.skipped[0]
      return {
        queues: queues.length,
        wrapUpCodes: codes.length,
        agentsWithZone: workforce.agents.length,
        zonesUnavailable: skipped
          ? `${workforce.skipped.length} business unit(s) could not be read: ${skipped.reason}`
          : null,
      }
    })
}
