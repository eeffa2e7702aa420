import type { GenesysClient } from './client'
import { numberedPages } from './numbered-pages'
import { queuePage, userPage, wrapUpCodePage } from './wire/directory'

/** A queue's or wrap-up code's id with the name people know it by. */
export interface NamedId {
  id: string
  name: string
}

export interface DirectoryQueue extends NamedId {
  /** Service-level targets as the platform has them now, by medium. */
  targets: { mediaType: string; targetMs: number }[]
}

export interface DirectoryUser {
  id: string
  /** `active`, `inactive`, `deleted`; an open set. */
  state: string
  /** By name, as people know them; null where the platform tells none. */
  team: string | null
  division: string | null
}

/** All queues the OAuth client may see. */
export async function readQueues(client: GenesysClient, signal?: AbortSignal): Promise<DirectoryQueue[]> {
  const queues = await numberedPages((page) =>
    client.call(
      `read page ${page.pageNumber} of the queues`,
      (apis) => apis.routing.getRoutingQueues(page),
      queuePage,
      signal,
    ),
  )
  return queues.map(({ id, name, mediaSettings }) => ({
    id,
    name: name ?? '',
    targets: Object.entries(mediaSettings ?? {}).flatMap(([setting, media]) => {
      const targetMs = media?.serviceLevel?.durationMs
      return targetMs == null || targetMs < 1
        ? []
        : [{ mediaType: setting === 'call' ? 'voice' : setting, targetMs: Math.round(targetMs) }]
    }),
  }))
}

/** All wrap-up codes: what an agent's chosen outcome is called. */
export async function readWrapUpCodes(client: GenesysClient, signal?: AbortSignal): Promise<NamedId[]> {
  const codes = await numberedPages((page) =>
    client.call(
      `read page ${page.pageNumber} of the wrap-up codes`,
      (apis) => apis.routing.getRoutingWrapupcodes(page),
      wrapUpCodePage,
      signal,
    ),
  )
  return codes.map(({ id, name }) => ({ id, name: name ?? '' }))
}

/** All users, those who left as well: without `state=any` history would lose its leavers. No names, no addresses. */
export async function readUsers(client: GenesysClient, signal?: AbortSignal): Promise<DirectoryUser[]> {
  const users = await numberedPages((page) =>
    client.call(
      `read page ${page.pageNumber} of the users`,
      (apis) => apis.users.getUsers({ ...page, state: 'any', expand: ['team'] }),
      userPage,
      signal,
    ),
  )
  return users.map(({ id, state, team, division }) => ({
    id,
    state: state ?? 'unknown',
    team: team?.name ?? team?.id ?? null,
    division: division?.name ?? division?.id ?? null,
  }))
}
