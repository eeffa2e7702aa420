import { RetallyError } from '../errors'
import type { GenesysClient } from '../genesys/client'
import { readQueues, readUsers, readWrapUpCodes } from '../genesys/directory'
import { readScheduleGroups } from '../genesys/schedule-groups'
import { readWorkforce } from '../genesys/workforce'
import type { Store } from '../store/open-store'
import { mergeFeedRows } from '../store/reference/merge-feed-rows'
import { mergeQueueNames } from '../store/reference/merge-queue-names'
import { mergeScheduleGroups } from '../store/reference/merge-schedule-groups'
import { noteRunRequests } from '../store/runs/note-requests'
import { type Instant, parseInstant } from '../time/instant'
import { localDate } from '../time/local-time'
import { utcZone } from '../time/zone-name'
import { countedPlatform } from './counted-requests'
import type { Dependencies } from './dependencies'
import { heartbeating } from './heartbeating'

export interface RefreshedReference {
  queues: number
  wrapUpCodes: number
  agentsWithZone: number
  agentsWithTeam: number
  scheduleGroups: number
  /** Why zones could not be read, where they could not: a missing permission, no workforce management. */
  zonesUnavailable: string | null
}

/** One feed's part of the work: where it reads, where it writes, as of when, and how it says what it could not read. */
interface Feed {
  platform: GenesysClient
  store: Store
  at: Instant
  signal: AbortSignal
  warn(code: string, sentence: string): void
}

/**
 * Feeds the reference tables from the platform: queues with their targets, wrap-up codes, agents with teams and divisions, their
 * zones and sites from workforce management, schedule groups. What a person loaded from a file stays above it.
 */
export function refreshReference(dependencies: Dependencies) {
  return ({ at, runKey }: { at: string; runKey?: number }): Promise<RefreshedReference> =>
    heartbeating(async ({ signal }) => {
      const platform = countedPlatform(dependencies, runKey)
      const { store } = dependencies
      const feed: Feed = {
        platform,
        store,
        at: parseInstant(at),
        signal,
        warn: (code, sentence) => dependencies.log.warn({ code }, sentence),
      }
      try {
        return {
          queues: await feedQueues(feed),
          wrapUpCodes: await feedWrapUpCodes(feed),
          agentsWithTeam: await feedTeams(feed),
          scheduleGroups: await feedScheduleGroups(feed),
          ...(await feedZones(feed)),
        }
      } finally {
        if (runKey !== undefined) await noteRunRequests(store.pool, runKey, platform.made())
      }
    })
}

async function feedQueues({ platform, store, at, signal }: Feed): Promise<number> {
  const queues = await readQueues(platform, signal)
  await mergeQueueNames(store.pool, queues)
  const targets = queues.flatMap(({ id, targets }) => targets.map((target) => ({ queueId: id, ...target })))
  await mergeFeedRows(store, 'queueTargets', targets, at)
  return queues.length
}

async function feedWrapUpCodes({ platform, store, at, signal }: Feed): Promise<number> {
  const codes = await readWrapUpCodes(platform, signal)
  await mergeFeedRows(store, 'wrapUpCodes', codes, at)
  return codes.length
}

/** Users are asked for their teams only: where they may not be seen, the night goes on without. */
async function feedTeams({ platform, store, at, signal, warn }: Feed): Promise<number> {
  try {
    const users = await readUsers(platform, signal)
    const rows = users.map(({ id, team, division }) => ({ agentId: id, team, division }))
    await mergeFeedRows(store, 'agentTeams', rows, at)
    return rows.length
  } catch (error) {
    if (!(error instanceof RetallyError && error.code === 'genesys.forbidden')) throw error
    warn(error.code, `agents' teams and divisions are not fed from the platform: ${error.message}`)
    return 0
  }
}

async function feedScheduleGroups({ platform, store, at, signal, warn }: Feed): Promise<number> {
  const read = await readScheduleGroups(platform, localDate(utcZone, at), signal)
  if (read.kind === 'unavailable') {
    warn(read.code, `schedule groups are not fed from the platform: ${read.reason}`)
    return 0
  }
  for (const { name, reason } of read.skipped)
    warn('genesys.schedule-group', `schedule group ${JSON.stringify(name)} is no calendar of ours: ${reason}`)
  await mergeScheduleGroups(store, read.groups, at)
  return read.groups.length
}

async function feedZones({
  platform,
  store,
  at,
  signal,
  warn,
}: Feed): Promise<Pick<RefreshedReference, 'agentsWithZone' | 'zonesUnavailable'>> {
  const workforce = await readWorkforce(platform, signal)
  if (workforce.kind === 'unavailable') {
    warn(workforce.code, `agents' zones are not fed from the platform: ${workforce.reason}`)
    return { agentsWithZone: 0, zonesUnavailable: workforce.reason }
  }
  await mergeFeedRows(store, 'agentZones', workforce.agents, at)
  const skipped = workforce.skipped[0]
  return {
    agentsWithZone: workforce.agents.length,
    zonesUnavailable: skipped
      ? `${workforce.skipped.length} business unit(s) could not be read: ${skipped.reason}`
      : null,
  }
}
