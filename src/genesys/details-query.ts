import { TerminalError } from '../errors'
import { formatInterval, type Interval } from '../time/interval'
import type { GenesysClient } from './client'
import { queryPage } from './wire/details-query'

/** Conversations per page: what Genesys' own published code uses. */
export const queryPageSize = 100

/** "Pagination may not exceed 100000 results" is the platform's error beyond this. */
export const mostQueryResults = 100_000

export interface QueryPage {
  /** From 1. */
  pageNumber: number
  /** Each conversation as it came, to be archived as it came. */
  conversations: unknown[]
  /** How many there are in all, as far as the platform knows at this moment. */
  totalHits: number | null
}

/**
 * The pages of a details query: fresh conversations by the rule `query-started`. Pages shift while data arrive, so a
 * conversation may come twice, and one may be missed: never let the interval end at "now", and let a job confirm the day.
 *
 * @throws TerminalError `genesys.too-many-results` before anything is yielded when there are more than 100,000
 */
export async function* readQueryPages(
  client: GenesysClient,
  interval: Interval,
  signal?: AbortSignal,
): AsyncGenerator<QueryPage, void, undefined> {
  const stated = formatInterval(interval)
  for (let pageNumber = 1; ; pageNumber++) {
    const body = {
      interval: stated,
      order: 'asc',
      orderBy: 'conversationStart',
      paging: { pageSize: queryPageSize, pageNumber },
    }
    const page = await client.call(
      `read page ${pageNumber} of the details query for ${stated}`,
      (apis) => apis.analytics.postAnalyticsConversationsDetailsQuery(body),
      queryPage,
      signal,
    )
    const conversations = page.conversations ?? []
    const totalHits = page.totalHits ?? null
    if (pageNumber === 1 && totalHits !== null && totalHits > mostQueryResults)
      throw tooManyResults(stated, totalHits)
    if (conversations.length === 0) return
    yield { pageNumber, conversations, totalHits }
    const isLast =
      conversations.length < queryPageSize && (totalHits === null || pageNumber * queryPageSize >= totalHits)
    if (isLast) return
    if (pageNumber * queryPageSize >= mostQueryResults) {
      // Full to the last place: only the platform's own count can say that nothing lies beyond.
      if (totalHits !== null && totalHits <= mostQueryResults) return
      throw tooManyResults(stated, totalHits)
    }
  }
}

function tooManyResults(interval: string, totalHits: number | null): TerminalError {
  const found = totalHits === null ? `more than ${mostQueryResults}` : String(totalHits)
  return new TerminalError(
    `The details query for ${interval} has ${found} results, and the platform pages through ${mostQueryResults} at most.`,
    {
      code: 'genesys.too-many-results',
      fields: { interval, totalHits },
      advice: 'Export the interval by details job, or query single UTC days.',
    },
  )
}
