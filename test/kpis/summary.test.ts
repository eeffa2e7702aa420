import fc from 'fast-check'
import type { ConversationFacts } from '../../src/facts/fact'
import { quotientOf } from '../../src/kpis/aggregation'
import { catalogue, findDefinition } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { subjectOf } from '../../src/kpis/subject'
import { startSumming, summarise } from '../../src/kpis/summarise'
import { type SummaryDimension, summaryDimensions } from '../../src/kpis/summary-dimensions'
import { valueOfParts } from '../../src/kpis/value'
import { parseZone } from '../../src/time/zone-name'
import { arbitraryFacts } from '../facts/arbitrary-facts'
import { agentSession, factsOf } from '../facts/told'
import { agentsIn, replayed, summaryOf } from './replayed'

const tables = {
  agentZones: [...agentsIn('Australia/Lord_Howe', ['b-2']), ...agentsIn('America/New_York', ['2f1c…a'])],
  queueZones: [{ queueId: 'b-2', zone: 'Asia/Kolkata', validFrom: null, validTo: '2026-10-31T00:00:00Z' }],
}

const ofConversations = catalogue.filter((definition) => subjectOf(definition) === 'conversation')
const anyDefinition = fc.constantFrom(...ofConversations)
const ofSums = fc.constantFrom(...ofConversations.filter((definition) => quotientOf(definition) !== null))
const conversations = fc.array(arbitraryFacts, { maxLength: 12 })

function dimensionsOf(definition: (typeof catalogue)[number]): SummaryDimension[] {
  const own: readonly string[] = definition.dimensions
  return summaryDimensions.filter(
    (dimension) =>
      ['day', 'interval', 'zone'].includes(dimension) ||
      own.includes(dimension === 'media' ? 'mediaType' : dimension),
  )
}

const observe = (kpi: string, facts: readonly ConversationFacts[]) => replayed(kpi, facts, { tables })

test('cells add up to the whole, by whatever dimensions it is split', () => {
  const splitting = anyDefinition.chain((definition) =>
    fc.tuple(
      fc.constant(definition),
      conversations,
      fc.subarray(dimensionsOf(definition), { minLength: 1 }),
      fc.boolean(),
    ),
  )
  fc.assert(
    fc.property(splitting, ([definition, facts, by, oneZone]) => {
      const zone = oneZone ? parseZone('Asia/Kathmandu') : undefined
      const { cells = [], ...whole } = summarise(definition, observe(nameAndVersion(definition), facts), {
        by,
        zone,
      })
      for (const name of definition.parts) {
        expect(cells.reduce((sum, cell) => sum + (cell.parts[name] ?? 0), 0)).toBe(whole.parts[name])
      }
      expect(cells.reduce((sum, cell) => sum + cell.observations, 0)).toBe(whole.observations)
    }),
  )
})

test('where the value is made of sums, sums of any partition of the observations add up to the same summary, in any order', () => {
  const cutting = fc.tuple(ofSums, conversations, fc.nat(), fc.boolean())
  fc.assert(
    fc.property(cutting, ([definition, facts, seed, reversed]) => {
      const observations = observe(nameAndVersion(definition), facts)
      const options = { by: ['day', 'direction'] as const }
      const summing = startSumming(definition, options)
      for (const each of reversed ? [...observations].reverse() : observations) {
        // A roll-up row says the same as its observations one by one.
        if ((each.at + seed) % 2 === 0) summing.add(each)
        else {
          const kept = each.parts === null ? 0 : 1
          summing.addSum({
            ...each,
            observations: kept,
            unfinished: 0,
            withoutZone: each.zone === null ? 1 : 0,
          })
        }
      }
      expect(summing.summary()).toEqual(summarise(definition, observations, options))
    }),
  )
})

test('a mean of the whole is not a mean of its cells', () => {
  const facts = [
    factsOf('2026-10-20T09:00:00.000Z', [agentSession({ agent: 'ann', talk: 600 })]),
    factsOf('2026-10-20T09:00:00.000Z', [
      agentSession({ agent: 'ben', talk: 60 }),
      agentSession({ agent: 'ben', talk: 60 }),
    ]),
  ]
  const { value, cells } = summaryOf('average-handle-time', facts, { by: ['agent'] })
  expect(value).toBe(240)
  expect(cells?.map((cell) => cell.value)).toEqual([600, 60])
})

test('cells stand in the order of their dimensions, what is unknown last', () => {
  const facts = ['ben', undefined, 'ann'].map((agent) => {
    const session = agentSession({ talk: 60 })
    return factsOf('2026-10-20T09:00:00.000Z', [
      agent === undefined ? ({ ...session, agent: undefined } as never) : { ...session, agent },
    ])
  })
  const { cells } = summaryOf('average-handle-time', facts, { by: ['agent'] })
  expect(cells?.map((cell) => cell.agent)).toEqual(['ann', 'ben', null])
})

test('days of a given zone replace those of the anchor, also where the anchor is unknown', () => {
  const facts = [factsOf('2026-10-20T22:30:00.000Z', [agentSession({ talk: 60 })])]
  const zone = parseZone('Asia/Kolkata')
  expect(summaryOf('average-handle-time', facts, { by: ['day'], zone })).toMatchObject({
    withoutZone: 1,
    cells: [{ day: '2026-10-21' }],
  })
})

test('intervals have the grain that was asked for', () => {
  const facts = [factsOf('2026-10-20T09:20:00.000Z', [agentSession({ talk: 60 })])]
  const { cells } = summaryOf('average-handle-time', facts, { by: ['interval'], intervalMinutes: 15 })
  expect(cells?.[0]?.interval).toBe('2026-10-20T09:15:00.000Z/2026-10-20T09:30:00.000Z')
})

test('milliseconds become seconds without a rounding error', () => {
  const aht = findDefinition('average-handle-time')
  expect(valueOfParts(aht, [918737, 1])).toBe(918.737)
  expect(valueOfParts(aht, [1, 3])).toBe(1 / 3000)
  expect(valueOfParts(aht, [0, 0])).toBeNull()
  expect(valueOfParts(findDefinition('service-level'), [860, 1060, 1000])).toBe(86000 / 1060)
})
