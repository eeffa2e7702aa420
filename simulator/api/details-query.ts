import { day } from '../clock'
import type { Reference } from '../conversations/book'
import { pageText } from '../details/page'
import { renderEach } from '../details/render'
import { selectForQuery } from '../details/selection'
import { badRequest } from '../failure'
import { spoil } from '../faults/spoil'
import type { Simulation } from '../simulation'
import type { Api } from './context'
import { readDetailsRequest } from './details-request'
import { type JsonObject, readNumber, readObject } from './read'

const mostResults = 100_000
const longestInterval = 31 * day

/** The details query: numbered pages of what started on the UTC days touched, as of now, without attributes. */
export function serveDetailsQuery(api: Api, simulation: Simulation): void {
  const { book, clock, faults } = simulation
  let last: { key: string; found: readonly Reference[] } | null = null

  api.post('/api/v2/analytics/conversations/details/query', async (ask) => {
    const body = await readObject(ask)
    const request = readDetailsRequest(body)
    if (request.to - request.from > longestInterval) {
      throw badRequest('The search interval must not exceed 31 days', 'invalid.value')
    }
    const paging = (body.paging ?? {}) as JsonObject
    const pageSize = readNumber(paging.pageSize, 'paging.pageSize', 1, 100, 25)
    const pageNumber = readNumber(paging.pageNumber, 'paging.pageNumber', 1, 1_000_000, 1)
    if (pageSize * pageNumber > mostResults)
      throw badRequest('Pagination may not exceed 100000 results', 'invalid.value')

    const asOf = clock.now()
    const key = JSON.stringify([asOf, request])
    if (last?.key !== key) last = { key, found: selectForQuery(book, request, asOf) }
    const { found } = last

    let offset = (pageNumber - 1) * pageSize
    if (offset > 0) {
      if (faults.strike(ask.get('line'), 'repeated-page')) offset -= pageSize
      const shifted = faults.strike(ask.get('line'), 'shifted-pages')
      if (shifted) offset = Math.max(0, offset - (shifted.shift ?? 3))
    }
    const page = found.slice(offset, offset + pageSize)
    if (page.length === 0) return ask.json({ totalHits: found.length })
    const spoiling = faults.strike(ask.get('line'), 'malformed-conversation')
    const conversations = renderEach(book, page, asOf, false)
    const text = pageText(spoiling ? spoil([...conversations], spoiling) : conversations, {
      totalHits: found.length,
    })
    return ask.body(text, 200, { 'content-type': 'application/json' })
  })
}
