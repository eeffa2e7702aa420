import type { DetailFilter } from '../details/filter'
import type { DetailsRequest } from '../details/selection'
import { badRequest } from '../failure'
import { type JsonObject, readInterval, readList, readNumber } from './read'

const orders = ['asc', 'desc', 'unordered']
const orderings = ['conversationStart', 'conversationEnd', 'segmentStart', 'segmentEnd']

/** Reads what details jobs and details queries have in common. */
export function readDetailsRequest(body: JsonObject): DetailsRequest {
  const { order = 'asc', orderBy = 'conversationStart' } = body
  if (typeof order !== 'string' || !orders.includes(order)) {
    throw badRequest(
      `Value [${String(order)}] is not valid for order. Allowable values are: ${orders}`,
      'invalid.value',
    )
  }
  if (typeof orderBy !== 'string' || !orderings.includes(orderBy)) {
    throw badRequest(
      `Value [${String(orderBy)}] is not valid for orderBy. Allowable values are: ${orderings}`,
      'invalid.value',
    )
  }
  for (const name of ['evaluationFilters', 'surveyFilters', 'resolutionFilters']) {
    if (readList(body[name], name).length > 0) throw badRequest(`${name} are not simulated`)
  }
  const request: DetailsRequest = {
    ...readInterval(body.interval),
    conversationFilters: readList(body.conversationFilters, 'conversationFilters') as readonly DetailFilter[],
    segmentFilters: readList(body.segmentFilters, 'segmentFilters') as readonly DetailFilter[],
    order,
    orderBy,
    startOfDayIntervalMatching: body.startOfDayIntervalMatching === true,
  }
  if (body.limit !== undefined) request.limit = readNumber(body.limit, 'limit', 1, 1_000_000, 1)
  return request
}
