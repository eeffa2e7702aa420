import fc from 'fast-check'
import type { ConversationFacts } from '../../src/facts/fact'
import { catalogue, findDefinition } from '../../src/kpis/catalogue'
import type { QueueTargetRow } from '../../src/kpis/reference-tables'
import { findVariant } from '../../src/kpis/variants'
import { arbitraryFacts } from '../facts/arbitrary-facts'
import { factsOf, type SessionTold, sampleFacts } from '../facts/told'
import { replayed, summaryOf } from './replayed'

const start = '2026-10-20T07:28:00.000Z'

type Ending = 'answered' | 'answered-late' | 'abandoned' | 'short' | 'flow-out'

/** One customer who waits `wait` seconds in a queue. */
function visit(ending: Ending, wait: number, queue = 'sales', startedAt = start) {
  const ms = wait * 1000
  const left = {
    answered: [],
    'answered-late': [],
    abandoned: ['abandoned'],
    short: ['abandoned', 'short-abandoned'],
    'flow-out': ['flowed-out'],
  }[ending]
  const acd: SessionTold = {
    purpose: 'acd',
    queue,
    segments: [['interact', 0, wait]],
    measures: [['offered', 1, 0], ['queue-wait', ms, wait], ...left.map((name) => [name, ms, wait] as const)],
  }
  const agent: SessionTold = {
    purpose: 'agent',
    agent: 'ann',
    queue,
    segments: [['interact', wait, wait + 60]],
    measures: [
      ['answered', ms, wait],
      ...(ending === 'answered-late' ? [['over-target', 1, wait] as const] : []),
    ],
  }
  return factsOf(startedAt, ending.startsWith('answered') ? [acd, agent] : [acd])
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

/** The example of ICMI: 1000 answered of which 860 within 20 s, 60 abandoned of which 10 short. */
const icmi = [
  ...times(860, () => visit('answered', 12)),
  ...times(140, () => visit('answered-late', 45)),
  ...times(50, () => visit('abandoned', 40)),
  ...times(10, () => visit('short', 3)),
]

describe.each(['service-level@1', 'service-level@2', 'service-level@3'])('%s', (serviceLevel) => {
  test('is 81.13 % in the example of ICMI: 860 in time of 1060', () => {
    const summary = summaryOf(serviceLevel, icmi)
    expect(summary.value).toBeCloseTo(81.13, 2)
    expect(summary.parts).toMatchObject({ answeredInTime: 860, counted: 1060, answered: 1000 })
  })

  test('is 86.00 % when abandons do not count', () => {
    expect(summaryOf(serviceLevel, icmi, { parameters: { abandons: 'exclude' } }).value).toBe(86)
  })

  test('is 81.90 % when short abandons do not: 860 of 1050', () => {
    const summary = summaryOf(serviceLevel, icmi, { parameters: { shortAbandons: 'exclude' } })
    expect(summary.value).toBeCloseTo(81.905, 3)
  })

  test('flow-outs lower it only where the policy counts them', () => {
    const visits = [visit('answered', 5), visit('flow-out', 60)]
    expect(summaryOf(serviceLevel, visits).value).toBe(100)
    expect(summaryOf(serviceLevel, visits, { parameters: { flowOuts: 'count' } }).value).toBe(50)
  })

  test('an own target replaces the mark of the platform, and an answer at the target is in time', () => {
    const visits = [visit('answered-late', 30), visit('answered', 31)]
    const value = (targetSeconds: number) =>
      summaryOf(serviceLevel, visits, { parameters: { targetSeconds } }).value
    expect([value(29), value(30), value(31)]).toEqual([0, 50, 100])
    expect(summaryOf(serviceLevel, visits).value).toBe(50)
  })

  test('a customer who came at 07:28 and was answered at 07:32 counts in the interval of 07:30', () => {
    const { cells } = summaryOf(serviceLevel, [visit('answered', 240)], { by: ['interval'] })
    expect(cells?.map((cell) => cell.interval)).toEqual(['2026-10-20T07:30:00.000Z/2026-10-20T08:00:00.000Z'])
  })

  test('of nothing is no number', () => {
    expect(summaryOf(serviceLevel, [visit('flow-out', 9)]).value).toBeNull()
  })

  test('cannot be split by agent: an abandon has none', () => {
    expect(() => summaryOf(serviceLevel, icmi, { by: ['agent'] })).toThrow(
      `${serviceLevel} cannot be split by agent`,
    )
  })
})

describe.each(['service-level@2', 'service-level@3'])('the variants of %s', (serviceLevel) => {
  const definition = findDefinition(serviceLevel)
  const read = (name: string, parameters: Record<string, unknown> = {}) =>
    summaryOf(serviceLevel, icmi, { parameters, variant: findVariant(definition, name, parameters) })

  test('are all read from the same parts, whatever policy was set when they were computed', () => {
    const policy = { abandons: 'exclude', shortAbandons: 'exclude', flowOuts: 'count', targetSeconds: 20 }
    for (const name of Object.keys(definition.variants ?? {})) {
      expect(read(name, policy).value).toBe(read(name, { targetSeconds: 20 }).value)
    }
  })

  test('name themselves in what they answer', () => {
    expect(read('icmi-2')).toMatchObject({ variant: 'icmi-2', value: 86 })
    expect(read('without-short-abandons').value).toBeCloseTo(81.905, 3)
  })

  test('that are reckoned by a target are refused without one, and so is a name that is none', () => {
    expect(() => read('icmi-1')).toThrow(
      /computed without targetSeconds( or targets)?, which icmi-1 is reckoned by/,
    )
    expect(() => read('icmi-6')).toThrow(`${serviceLevel} has no variant "icmi-6"`)
    expect(() => findVariant(findDefinition('offered'), 'icmi-1', {})).toThrow('has no variant')
  })

  test('use parts that the definition has, and no others', () => {
    for (const { variants = {}, parts } of catalogue) {
      for (const { numerator, denominator } of Object.values(variants)) {
        expect(parts).toEqual(
          expect.arrayContaining([...Object.keys(numerator), ...Object.keys(denominator)]),
        )
      }
    }
  })
})

describe("service level by queues' own targets", () => {
  const target = (seconds: number, of: Partial<QueueTargetRow> = {}): QueueTargetRow => ({
    ...{ queueId: 'sales', mediaType: null, targetMs: seconds * 1000, validFrom: null, validTo: null },
    ...of,
  })
  const by = (
    queueTargets: QueueTargetRow[],
    visits: ConversationFacts[],
    parameters: Record<string, unknown> = {},
    variant?: string,
  ) => {
    const given = { targets: 'queue', ...parameters }
    return summaryOf('service-level@3', visits, {
      tables: { queueTargets },
      parameters: given,
      variant:
        variant === undefined ? undefined : findVariant(findDefinition('service-level@3'), variant, given),
    })
  }
  const without = [
    visit('answered', 30, 'help'),
    visit('short', 3, 'help'),
    visit('abandoned', 40, 'help'),
    visit('flow-out', 50, 'help'),
  ]

  test('judges each queue by its own, whatever the platform marked: 30 s are late in sales and in time in billing', () => {
    const visits = [visit('answered', 30), visit('answered-late', 30, 'billing'), visit('answered', 20)]
    const told = [target(20), target(60, { queueId: 'billing' })]
    expect(by(told, visits).parts).toMatchObject({ answeredInTime: 2, counted: 3 })
    expect(by(told, visits).value).toBeCloseTo(66.67, 2)
    expect(summaryOf('service-level@3', visits, { tables: { queueTargets: told } }).parts).toMatchObject({
      answeredInTime: 2,
      counted: 3,
    })
  })

  test('prefers the target of the medium to that of all media', () => {
    const visits = [visit('answered', 30)]
    expect(by([target(60), target(20, { mediaType: 'voice' })], visits).value).toBe(0)
    expect(by([target(20), target(60, { mediaType: 'voice' })], visits).value).toBe(100)
    expect(by([target(60), target(20, { mediaType: 'chat' })], visits).value).toBe(100)
  })

  test('is by the target that held at the entry: one that changes during the wait is not held against it', () => {
    const changed = '2026-10-20T07:30:00.000Z'
    const rows = [target(300, { validTo: changed }), target(60, { validFrom: changed })]
    const [before, after] = [
      visit('answered', 240),
      visit('answered', 240, 'sales', '2026-10-20T07:30:00.000Z'),
    ]
    expect([by(rows, [before]).value, by(rows, [after]).value]).toEqual([100, 0])
    const entered = (kpi: string) =>
      summaryOf(kpi, [before], { tables: { queueTargets: rows }, parameters: { targets: 'queue' } }).value
    expect(entered('service-level-by-entry@2')).toBe(100)
  })

  test('an abandon is within the target by the same: icmi-1 and icmi-4 are read by targets alone', () => {
    const visits = [visit('answered', 10), visit('answered', 90), visit('abandoned', 40)]
    expect(by([target(60)], visits, {}, 'icmi-1').value).toBeCloseTo(66.67, 2)
    expect(by([target(60)], visits, {}, 'icmi-4').value).toBe(50)
    expect(by([target(30)], visits, {}, 'icmi-1').value).toBeCloseTo(33.33, 2)
  })

  test('sets answers and abandons of a queue without one aside, counted, and keeps its flow-outs', () => {
    const summary = by([target(20)], [visit('answered', 10), ...without])
    expect(summary).toMatchObject({ value: 100, observations: 2, lacking: { target: 4 } })
    expect(summary.parts).toMatchObject({ answered: 1, counted: 1, flowedOut: 1, flowedOutWithoutTarget: 1 })
    const observations = replayed('service-level@3', without, { parameters: { targets: 'queue' } })
    expect(observations.map(({ parts, lacks }) => [parts === null, lacks])).toEqual([
      [true, ['target']],
      [true, ['target']],
      [true, ['target']],
      [false, ['target']],
    ])
  })

  test('is no number, by any formula, of a queue without one', () => {
    for (const variant of [undefined, ...Object.keys(findDefinition('service-level@3').variants ?? {})]) {
      expect(by([], without, { flowOuts: 'count' }, variant).value).toBeNull()
    }
  })

  test('targetSeconds stands in for one that is missing, and it is said', () => {
    const summary = by([target(20)], [visit('answered', 30), ...without], { targetSeconds: 30 })
    expect(summary.parts).toMatchObject({ answeredInTime: 1, counted: 4, answered: 2, abandonedInTime: 1 })
    expect(summary).toMatchObject({ observations: 5, lacking: { target: 3 } })
    expect(summary.parts).toMatchObject({ flowedOut: 1, flowedOutWithoutTarget: 0 })
  })

  test('where they are not asked for, changes nothing: value and parts are those of version 2', () => {
    const parameters = fc.record({
      targetSeconds: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
      abandons: fc.constantFrom('count', 'exclude'),
      shortAbandons: fc.constantFrom('count', 'exclude'),
      flowOuts: fc.constantFrom('count', 'exclude'),
    })
    fc.assert(
      fc.property(fc.array(arbitraryFacts, { maxLength: 8 }), parameters, (facts, given) => {
        const { parts, ...rest } = summaryOf('service-level@2', facts, { parameters: given })
        expect(summaryOf('service-level@3', facts, { parameters: given })).toEqual({
          ...rest,
          version: 3,
          parts: { ...parts, flowedOutWithoutTarget: 0 },
        })
      }),
    )
  })

  test('counts with what is set aside every answer, abandon and flow-out, whatever is told', () => {
    const told = fc.subarray([target(20, { queueId: 'sales' }), target(60, { queueId: 'help' })])
    const visits = fc.array(
      fc
        .tuple(
          fc.constantFrom<Ending>('answered', 'answered-late', 'abandoned', 'short', 'flow-out'),
          fc.integer({ min: 1, max: 120 }),
          fc.constantFrom('sales', 'help'),
        )
        .map(([ending, wait, queue]) => visit(ending, wait, queue)),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(told, visits, (queueTargets, facts) => {
        const setting = { tables: { queueTargets }, parameters: { targets: 'queue' } }
        const { parts } = summaryOf('service-level@3', facts, setting)
        const { parts: all } = summaryOf('service-level@2', facts)
        const aside = replayed('service-level@3', facts, setting).filter((each) => each.parts === null)
        const outcomes = ({ answered = 0, abandoned = 0 }: Record<string, number>) => answered + abandoned
        expect(outcomes(parts) + aside.length).toBe(outcomes(all))
        expect(parts.flowedOut).toBe(all.flowedOut)
      }),
    )
  })
})

describe('average speed of answer', () => {
  test('is the mean wait of the answered: 10, 20 and 60 s give 30 s, the abandon none', () => {
    const visits = [10, 20, 60].map((wait) => visit('answered', wait))
    const summary = summaryOf('average-speed-of-answer', [...visits, visit('abandoned', 300)])
    expect(summary).toMatchObject({ value: 30, parts: { waitMs: 90000, answered: 3 }, observations: 3 })
  })

  test('is 11.179 s in sample 02 and belongs to the agent who answered', () => {
    const { cells } = summaryOf('average-speed-of-answer', sampleFacts('02-details-chat-complete.json'), {
      by: ['agent'],
    })
    expect(cells).toEqual([
      {
        agent: '50fcd33c-f432-4726-abc9-979f3ca01555',
        value: 11.179,
        parts: { waitMs: 11179, answered: 1 },
        observations: 1,
      },
    ])
  })
})

describe('abandon rate', () => {
  test('is 60 of 1060 in the example, and 50 of 1050 without short abandons', () => {
    expect(summaryOf('abandon-rate', icmi).parts).toEqual({ abandoned: 60, offered: 1060 })
    expect(summaryOf('abandon-rate', icmi, { parameters: { shortAbandons: 'exclude' } }).parts).toEqual({
      abandoned: 50,
      offered: 1050,
    })
  })

  test('an entry and its abandon count each at its own instant', () => {
    const observations = replayed('abandon-rate', [visit('abandoned', 240)])
    expect(observations.map(({ ordinal, parts }) => [ordinal, parts])).toEqual([
      [0, [0, 1]],
      [1, [1, 0]],
    ])
    expect((observations[1]?.at ?? 0) - (observations[0]?.at ?? 0)).toBe(240_000)
  })
})

describe('offered', () => {
  test('a conversation that moves to a second queue is offered twice', () => {
    const acd = (queue: string, from: number, to: number): SessionTold => ({
      purpose: 'acd',
      queue,
      segments: [['interact', from, to]],
      measures: [['offered', 1, from]],
    })
    const { value, cells } = summaryOf(
      'offered',
      [factsOf(start, [acd('sales', 0, 30), acd('billing', 200, 220)])],
      {
        by: ['queue'],
      },
    )
    expect(value).toBe(2)
    expect(cells?.map(({ queue, value: count }) => [queue, count])).toEqual([
      ['billing', 1],
      ['sales', 1],
    ])
  })

  test('of nothing observed is no number', () => {
    expect(summaryOf('offered', [])).toMatchObject({ value: null, parts: { offered: 0 }, observations: 0 })
  })

  test('falls on the local day of the queue', () => {
    const tables = {
      queueZones: [{ queueId: 'sales', zone: 'Australia/Sydney', validFrom: null, validTo: null }],
    }
    const late = visit('answered', 5, 'sales', '2026-10-20T13:30:00.000Z') // 00:30 on the 21st in Sydney
    expect(summaryOf('offered', [late], { tables, by: ['day', 'zone'] }).cells).toMatchObject([
      { day: '2026-10-21', zone: 'Australia/Sydney' },
    ])
  })
})

test('answered is the number of answers, late ones too: 1000 in the example of ICMI', () => {
  expect(summaryOf('answered', icmi)).toMatchObject({ value: 1000, unit: 'count' })
})

describe('average time to abandon', () => {
  const gaveUp = [
    visit('abandoned', 10),
    visit('abandoned', 50),
    visit('abandoned', 120),
    visit('answered', 600),
  ]

  test('is the wait of those who gave up: 180 s by 3', () => {
    expect(summaryOf('average-time-to-abandon', gaveUp)).toMatchObject({
      value: 60,
      parts: { waitMs: 180_000, abandoned: 3 },
    })
  })

  test('leaves short abandons out when asked', () => {
    const visits = [...gaveUp, visit('short', 2)]
    expect(summaryOf('average-time-to-abandon', visits).value).toBe(45.5)
    const parameters = { shortAbandons: 'exclude' }
    expect(summaryOf('average-time-to-abandon', visits, { parameters }).value).toBe(60)
  })
})

test('average wait is over every ending: 20 s, 40 s and an abandon after 120 s are 60 s', () => {
  const visits = [visit('answered', 20), visit('answered', 40), visit('abandoned', 120)]
  expect(summaryOf('average-wait', visits).value).toBe(60)
  expect(summaryOf('average-speed-of-answer', visits).value).toBe(30)
})

test('flow-out rate is flow-outs by offered: 50 of 1000 are 5 %', () => {
  const visits = [...times(950, () => visit('answered', 12)), ...times(50, () => visit('flow-out', 60))]
  expect(summaryOf('flow-out-rate', visits)).toMatchObject({
    value: 5,
    parts: { flowedOut: 50, offered: 1000 },
  })
})

test('flow-outs are told apart by where they went, whatever the case of the word: 2 callbacks, 1 to voicemail, 1 elsewhere', () => {
  const went = ['callback', 'CALLBACK', 'voicemail', null].map((flowOutType) => {
    const facts = visit('flow-out', 60)
    return { ...facts, queueVisits: facts.queueVisits.map((each) => ({ ...each, flowOutType })) }
  })
  expect(summaryOf('flow-out-rate@2', went).parts).toEqual({
    flowedOut: 4,
    offered: 4,
    toCallback: 2,
    toVoicemail: 1,
    elsewhere: 1,
  })
})
