import type { RunningSimulator } from '../../simulator/server'
import type { GenesysClient } from '../../src/genesys/client'
import { readQueryPages } from '../../src/genesys/details-query'
import { parseInstant } from '../../src/time/instant'
import { parseInterval } from '../../src/time/interval'
import { clientOf, failureOf, idOf, smallOrganisation } from './simulated'

let simulator: RunningSimulator
let client: GenesysClient

beforeAll(async () => {
  simulator = await smallOrganisation()
  client = clientOf(simulator)
})
afterEach(() => {
  simulator.control.clearFaults()
})
afterAll(() => simulator.close())

/** The night the clocks go back in London. */
const day = parseInterval('2026-10-25T00:00:00Z/2026-10-26T00:00:00Z')

describe('a details query', () => {
  test('pages through every conversation that started on the days it touches', async () => {
    const ids: string[] = []
    const numbers: number[] = []
    const evening = parseInterval('2026-10-24T22:00:00Z/2026-10-25T02:00:00Z')
    for await (const page of readQueryPages(client, evening)) {
      numbers.push(page.pageNumber)
      ids.push(...page.conversations.map(idOf))
    }
    const bothDays = simulator.control.truth.conversations(parseInstant('2026-10-24T00:00:00Z'), day.end)
    expect(ids.sort()).toEqual(bothDays.map((one) => one.conversationId).sort())
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect(numbers.length).toBeGreaterThan(1)
  })

  test('of a day without conversations has no page', async () => {
    const pages = []
    for await (const page of readQueryPages(client, parseInterval('2020-02-29T00:00Z/2020-02-29T01:00Z')))
      pages.push(page)
    expect(pages).toEqual([])
  })

  test('of more than 100,000 conversations is refused before anything is read', async () => {
    const large: GenesysClient = {
      ...client,
      call: (what, operation, schema, signal) =>
        client.call(
          what,
          (apis) => operation(apis).then((answer) => withTotalHits(answer, 100_001)),
          schema,
          signal,
        ),
    }
    const error = await failureOf(readQueryPages(large, day).next())
    expect(error).toMatchObject({ code: 'genesys.too-many-results', fields: { totalHits: 100_001 } })
    expect(error.advice).toContain('details job')
  })

  test('of exactly 100,000 conversations are read to the last one, and no page is asked for beyond', async () => {
    const full = fullPages(100_000)
    let read = 0
    for await (const { conversations } of readQueryPages(full.client, day)) read += conversations.length
    expect({ read, asked: full.asked() }).toEqual({ read: 100_000, asked: 1000 })
  })

  test('that grow beyond 100,000 while they are read are refused, not cut off', async () => {
    const growing = fullPages(100_001, 100_000)
    const error = await failureOf(toTheEnd(readQueryPages(growing.client, day)))
    expect(error).toMatchObject({ code: 'genesys.too-many-results', fields: { totalHits: 100_001 } })
  })
})

/** A platform all of whose pages are full. */
function fullPages(totalHits: number, atFirst = totalHits): { client: GenesysClient; asked: () => number } {
  const conversations = Array.from({ length: 100 }, (_, index) => ({ conversationId: `c-${index}` }))
  let asked = 0
  const call = async () => ({ conversations, totalHits: ++asked === 1 ? atFirst : totalHits })
  return { client: { call } as unknown as GenesysClient, asked: () => asked }
}

async function toTheEnd(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages);
}

function withTotalHits(answer: unknown, totalHits: number): unknown {
  const { body, ...rest } = answer as { body: object }
  return { ...rest, body: { ...body, totalHits } }
}
