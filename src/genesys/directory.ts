import type { GenesysClient } from './client'
import { numberedPages } from './numbered-pages'
import { queuePage, userPage, wrapUpCodePage } from './wire/directory'

/** A queue's or wrap-up code's id with the name people know it by. */
export interface NamedId {
  id: string
  name: string
}

export interface DirectoryUser {
  id: string
  /** `active`, `inactive`, `deleted`; an open set. */
  state: string
}

/** All queues the OAuth client may see. */
export async function readQueues(client: GenesysClient, signal?: AbortSignal): Promise<NamedId[]> {
  const queues = await numberedPages((page) =>
    client.call(
      `read page ${page.pageNumber} of the queues`,
      (apis) => apis.routing.getRoutingQueues(page),
      queuePage,
      signal,
    ),
  )
  return queues.map(({ id, name }) => ({ id, name: name ?? '' }))
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

/** All users, those who left as well: without `state=any` history would lose its leavers. Ids only, no names. */
export async function readUsers(client: GenesysClient, signal?: AbortSignal): Promise<DirectoryUser[]> {
  const users = await numberedPages((page) =>
    client.call(
      `read page ${page.pageNumber} of the users`,
      (apis) => apis.users.getUsers({ ...page, state: 'any' }),
      userPage,
      signal,
    ),
  )
  return users.map(({ id, state }) => ({ id, state: state ?? 'unknown' }))
}
