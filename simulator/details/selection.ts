import { type Millis, utcDayOf } from '../clock'
import { type Book, type Reference, startOfUtcDay } from '../conversations/book'
import { endAsOf } from '../conversations/timeline'
import { compileDetailFilters, type DetailFilter } from './filter'
import { renderConversation } from './render'

/** What a details query or job asks for, read. */
export interface DetailsRequest {
  from: Millis
  to: Millis
  conversationFilters: readonly DetailFilter[]
  segmentFilters: readonly DetailFilter[]
  order: string
  orderBy: string
  limit?: number
  startOfDayIntervalMatching: boolean
}

/**
 * The job's rule: conversations with activity in the interval, their whole lives counting; or, with
 * `startOfDayIntervalMatching`, only those that started since the UTC day of the interval's start began.
 */
export function selectForJob(book: Book, request: DetailsRequest, asOf: Millis): readonly Reference[] {
  const { from, to } = request
  const candidates = request.startOfDayIntervalMatching
    ? book.startedIn(startOfUtcDay(utcDayOf(from)), Math.min(to, asOf + 1))
    : book.livingIn(from, to, asOf)
  const found = narrow(book, candidates, request, asOf)
  return request.limit === undefined ? found : found.slice(0, request.limit)
}

/** The query's rule: conversations that started on a UTC day the interval touches, whenever on that day. */
export function selectForQuery(book: Book, request: DetailsRequest, asOf: Millis): readonly Reference[] {
  const from = startOfUtcDay(utcDayOf(request.from))
  const to = startOfUtcDay(utcDayOf(request.to - 1) + 1)
  return narrow(book, book.startedIn(from, Math.min(to, asOf + 1)), request, asOf)
}

function narrow(
  book: Book,
  candidates: readonly Reference[],
  request: DetailsRequest,
  asOf: Millis,
): readonly Reference[] {
  const isWanted = compileDetailFilters(request.conversationFilters, request.segmentFilters)
  let found = candidates
  if (isWanted) {
    found = found.filter((reference) => isWanted(renderConversation(book.tell(reference), asOf, false)))
  }
  if (request.orderBy === 'conversationEnd') {
    const ends = new Map(
      found.map((reference) => [reference, endAsOf(book.tell(reference), asOf) ?? Number.MAX_VALUE]),
    )
    found = [...found].sort((a, b) => (ends.get(a) ?? 0) - (ends.get(b) ?? 0))
  }
  return request.order === 'desc' ? [...found].reverse() : found
}
