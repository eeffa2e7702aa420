import fc from 'fast-check'
import { UsageError } from '../../src/errors'
import type { AgentDay } from '../../src/facts/agent-day'
import type { ConversationFacts } from '../../src/facts/fact'
import { averageHandleTimeV1 } from '../../src/kpis/average-handle-time/v1'
import { catalogue, findDefinition, findKpi } from '../../src/kpis/catalogue'
import { clip } from '../../src/kpis/clip'
import {
  type ComposedKpi,
  composeKpi,
  halvesInWords,
  isComposed,
  isCutWhenRead,
  sides,
  sumOfHalf,
} from '../../src/kpis/composed'
import { composedCatalogue } from '../../src/kpis/composed-catalogue'
import { refuseBrokenCompositions } from '../../src/kpis/composed-declaration'
import { computeComposedExample } from '../../src/kpis/composed-example'
import { nameAndVersion } from '../../src/kpis/definition'
import { sumOfOne } from '../../src/kpis/observation-sum'
import { offeredV1 } from '../../src/kpis/offered/v1'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { replay } from '../../src/kpis/replay'
import { subjectOf } from '../../src/kpis/subject'
import { startSumming } from '../../src/kpis/summarise'
import type { Summary, SummaryOptions } from '../../src/kpis/summary'
import { agentDay } from '../../src/kpis/told-agent-day'
import { refuseUncommonSplit } from '../../src/kpis/unanswerable'
import { agentSession, factsOf } from '../facts/told'
import { tables } from './account-of-kpis'
import { agentsIn } from './replayed'

const zoned = { ...tables, agentZones: agentsIn('Europe/London', ['ana', 'ben']) }

/** Reads as the store does: each half for itself, its spans cut, and nothing divided before the end. */
function read(
  kpi: string,
  { contacts = [], days = [] }: { contacts?: readonly ConversationFacts[]; days?: readonly AgentDay[] },
  options: SummaryOptions = {},
): Summary {
  const composed = composedOf(kpi)
  const summing = startSumming(composed, options)
  for (const side of sides) {
    const half = composed[side]
    const context = createContext(compileReference(zoned), resolveParameters(half.kpi))
    const facts = subjectOf(half.kpi) === 'agent-day' ? days : contacts
    for (const observation of facts.flatMap((each) => replay(half.kpi, context, each))) {
      const sums = isCutWhenRead(half) ? clip(half.kpi, observation) : [sumOfOne(half.kpi, observation)]
      for (const sum of sums) summing.addSum(sumOfHalf(half, side, sum))
    }
  }
  return summing.summary()
}

function composedOf(kpi: string): ComposedKpi {
  const found = findKpi(kpi)
  if (!isComposed(found)) throw new Error(`${kpi} is not composed.`)
  return found
}

let told = 0
/** Alerted five seconds before. */
const chat = (clock: string, seconds: number, agent = 'ana') =>
  factsOf(`2026-10-20T${clock}:00.000Z`, [agentSession({ agent, from: -5, talk: seconds })], `chat-${++told}`)

const interacting = (...turns: [from: string, to: string][]) =>
  agentDay({
    shown: { '08:00': 'on-queue', '20:00': 'offline' },
    routed: {
      '00:00': 'idle',
      ...Object.fromEntries(
        turns.flatMap(([from, to]) => [[from, 'interacting'] as const, [to, 'idle'] as const]),
      ),
    },
  })

describe('concurrency', () => {
  test('is 2 of two chats at once for ten minutes', () => {
    const summary = read('concurrency', {
      contacts: [chat('10:00', 600), chat('10:00', 600)],
      days: [interacting(['10:00', '10:10'])],
    })
    expect(summary).toMatchObject({ value: 2, parts: { handleMs: 1_200_000, interactingMs: 600_000 } })
  })

  test('is 1 of one chat after the other, and between them nothing is handled', () => {
    const days = [interacting(['10:00', '10:10'], ['10:20', '10:30'])]
    expect(read('concurrency', { contacts: [chat('10:00', 600), chat('10:20', 600)], days }).value).toBe(1)
  })

  test('has handling in the half hour in which it elapsed, not in that in which it was posted', () => {
    // From 10:20 to 10:40, beside another from 10:20 to 10:30.
    const { cells } = read(
      'concurrency',
      { contacts: [chat('10:20', 1200), chat('10:20', 600)], days: [interacting(['10:20', '10:40'])] },
      { by: ['interval'] },
    )
    expect(cells?.filter(({ value }) => value !== null)).toMatchObject([
      { interval: '2026-10-20T10:00:00.000Z/2026-10-20T10:30:00.000Z', value: 2 },
      { interval: '2026-10-20T10:30:00.000Z/2026-10-20T11:00:00.000Z', value: 1 },
    ])
  })

  test('is undefined where no handling was told, though the agent was interacting, and where no time was', () => {
    expect(read('concurrency', { days: [interacting(['10:00', '10:10'])] }).value).toBeNull()
    expect(read('concurrency', { contacts: [chat('10:00', 600)] }).value).toBeNull()
  })
})

describe('contacts per hour', () => {
  test('is 0 of somebody who waited on the queue and handled nothing', () => {
    expect(read('contacts-per-hour', { days: [interacting()] })).toMatchObject({ value: 0 })
  })

  test('is undefined of somebody of whose time nothing is known', () => {
    const { cells } = read(
      'contacts-per-hour',
      { contacts: [chat('10:00', 60, 'ben'), chat('11:00', 60)], days: [interacting()] },
      { by: ['agent'] },
    )
    expect(cells?.map(({ agent, value }) => [agent, value])).toEqual([
      ['ana', 1 / 12],
      ['ben', null],
    ])
  })
})

test('the value of the whole is the numerators of all cells by the denominators of all cells', () => {
  const clocks = fc
    .integer({ min: 0, max: 23 * 60 })
    .map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16))
  const contacts = fc.array(
    fc
      .tuple(clocks, fc.integer({ min: 0, max: 5_000 }), fc.constantFrom('ana', 'ben'))
      .map((each) => chat(...each)),
    { maxLength: 8 },
  )
  const days = fc.array(
    fc.tuple(clocks, clocks).map(([from, to]) => interacting(from < to ? [from, to] : [to, from])),
    { maxLength: 2 },
  )
  const splits = fc.subarray(['agent', 'day', 'interval', 'zone'] as const, { minLength: 1 })
  fc.assert(
    fc.property(
      fc.constantFrom(...composedCatalogue),
      contacts,
      days,
      splits,
      (composed, contacts, days, by) => {
        const { cells = [], ...whole } = read(composed.name, { contacts, days }, { by })
        const [above, below] = composed.parts.map((part) =>
          cells.reduce((sum, cell) => sum + (cell.parts[part] ?? 0), 0),
        ) as [number, number]
        expect(Object.values(whole.parts)).toEqual([above, below])
        const hasValue = below > 0 && (above > 0 || composed.withoutNumerator === 'zero')
        if (hasValue) expect(whole.value).toBeCloseTo((above / below) * composed.scale, 6)
        else expect(whole.value).toBeNull()
      },
    ),
  )
})

describe.each(composedCatalogue.map((composed) => [nameAndVersion(composed), composed] as const))(
  '%s',
  (_, composed) => {
    test('makes of its worked example what the example says, in its words', () => {
      const { words, value } = composed.example
      expect(computeComposedExample(composed).value).toBe(value)
      expect(words).toContain(`${value}`)
    })

    test('is split by what both halves observe', () => {
      expect(composed.dimensions).toEqual(['agent'])
    })

    test('is no definition: whoever wants to compute it is told its halves', () => {
      const refused = () => findDefinition(composed.name)
      expect(refused).toThrow(UsageError)
      expect(refused).toThrow(
        `${nameAndVersion(composed)} is composed when it is read, of ${halvesInWords(composed)}: it observes nothing`,
      )
    })
  },
)

test('who splits by what one half does not observe is told what both do, in the words of --by', () => {
  const handlePerOffer = composeKpi({
    ...composedOf('contacts-per-hour'),
    name: 'handle-per-offer',
    numerator: { kpi: averageHandleTimeV1, part: 'handleMs' },
    denominator: { kpi: offeredV1, part: 'offered' },
  })
  const refused = () => refuseUncommonSplit(handlePerOffer, ['queue', 'agent'])
  expect(refused).toThrow('cannot be split by agent: its denominator offered@1 does not observe that.')
  expect(adviceOf(refused)).toBe('Split it by queue, media, direction, day, interval, zone.')
  expect(() => refuseUncommonSplit(handlePerOffer, ['media', 'zone'])).not.toThrow()
})

function adviceOf(refused: () => void): string | undefined {
  try {
    refused()
  } catch (error) {
    if (error instanceof UsageError) return error.advice
  }
  return undefined
}

test('a name that is nearly that of a composed KPI is understood', () => {
  expect(() => findKpi('concurency')).toThrow('Did you mean concurrency?')
  expect(() => findKpi('concurrency@2')).toThrow(
    'There is no KPI concurrency@2 in this build; there is concurrency@1.',
  )
})

describe('a composed KPI whose halves do not go together is refused, naming field and reason', () => {
  const concurrency = composedOf('concurrency')
  const { numerator } = concurrency

  test.each<[string, object, string]>([
    ['no title', { title: '' }, 'title is empty: say it in words'],
    ['an unknown unit', { unit: 'chats' }, 'unit "chats" is none of seconds, percent'],
    [
      'a part that its half has not',
      { numerator: { ...numerator, part: 'talkMs' } },
      'numerator.part "talkMs" is none of the parts of average-handle-time@1 (handleMs, handled)',
    ],
    ['twice the same part', { denominator: numerator }, 'denominator.part has the name of the other half'],
    [
      'a half that is computed nowhere',
      { numerator: { ...numerator, kpi: { ...averageHandleTimeV1 } } },
      'numerator.kpi is not in the catalogue',
    ],
    [
      'days of two kinds',
      { denominator: { kpi: offeredV1, part: 'offered' } },
      'denominator.kpi has its local days by queue, and the numerator by agent',
    ],
    ['the name of a definition', { name: 'occupancy' }, 'name is that of a definition'],
    ['no scale', { scale: 0 }, 'scale'],
    [
      'nothing said of nothing',
      { withoutNumerator: 'infinite' },
      'withoutNumerator "infinite" is none of zero, undefined',
    ],
    [
      'an example without facts',
      { example: { ...concurrency.example, denominator: [] } },
      'example.denominator is no function that tells facts',
    ],
    [
      'a changelog of another version',
      { version: 2 },
      'changelog ends with version 1, and version 2 is not explained',
    ],
  ])('%s', (_what, fields, message) => {
    const broken = composeKpi({ ...concurrency, ...fields })
    expect(() => refuseBrokenCompositions([broken], catalogue)).toThrow(UsageError)
    expect(() => refuseBrokenCompositions([broken], catalogue)).toThrow(message)
  })
})
