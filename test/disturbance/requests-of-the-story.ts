import type { TestOrganisation } from '../workflows/organisation'
import { storyWorld } from './backfill-story'

/** Requests by what they are for. */
export interface RequestsByPurpose {
  jobs: number
  polls: number
  pages: number
  tokens: number
  /** Names and zones, availability, aggregates. */
  others: number
  /** How often the reading of names and zones was begun; it begins with the queues. */
  referencesBegun: number
}

export type RequestsNeeded = Pick<RequestsByPurpose, 'jobs' | 'polls' | 'pages'>

const jobs = '/api/v2/analytics/conversations/details/jobs'

/** What the platform was asked, as it counted itself. */
export function requestsMade({ simulator }: TestOrganisation): RequestsByPurpose {
  const { endpoints, total } = simulator.control.requests()
  const of = (endpoint: string) => endpoints[endpoint]?.requests ?? 0
  const made = {
    jobs: of(`POST ${jobs}`),
    polls: of(`GET ${jobs}/{id}`),
    pages: of(`GET ${jobs}/{id}/results`),
    tokens: of('POST /oauth/token'),
  }
  const others = total - made.jobs - made.polls - made.pages - made.tokens
  return { ...made, others, referencesBegun: of('GET /api/v2/routing/queues') }
}

/** What the exports that stand need: a job each, its looks, its pages. */
export async function requestsNeeded({ store }: TestOrganisation): Promise<RequestsNeeded> {
  const { rows } = await store.pool.query<{ exports: number; pages: number }>(
    'SELECT count(*)::int AS exports, sum(pages)::int AS pages FROM export',
  )
  const { exports = 0, pages = 0 } = rows[0] ?? {}
  return { jobs: exports, polls: exports * (storyWorld.queuedPolls + storyWorld.pendingPolls + 1), pages }
}
