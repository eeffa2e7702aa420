import type { Ask } from './context'
import { readNumber } from './read'

/** A page of entities, with the addresses of its neighbours, as every listing of the platform has them. */
export function pageOf<T>(ask: Ask, entities: readonly T[], largest: number): Record<string, unknown> {
  const pageSize = readNumber(ask.req.query('pageSize'), 'pageSize', 1, largest, 25)
  const pageNumber = readNumber(ask.req.query('pageNumber'), 'pageNumber', 1, 1_000_000, 1)
  const pageCount = Math.max(1, Math.ceil(entities.length / pageSize))
  const uri = (number: number) => {
    const query = new URLSearchParams(ask.req.query())
    query.set('pageSize', String(pageSize))
    query.set('pageNumber', String(number))
    return `${ask.req.path}?${query}`
  }
  const page: Record<string, unknown> = {
    entities: entities.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
    pageSize,
    pageNumber,
    total: entities.length,
    lastUri: uri(pageCount),
    firstUri: uri(1),
    selfUri: uri(pageNumber),
    pageCount,
  }
  if (pageNumber < pageCount) page.nextUri = uri(pageNumber + 1)
  if (pageNumber > 1) page.previousUri = uri(pageNumber - 1)
  return page
}
