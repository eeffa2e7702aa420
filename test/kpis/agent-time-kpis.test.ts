import fc from 'fast-check'
import { type AgentDay, foldAgentDay, onQueue } from '../../src/facts/agent-day'
import { findDefinition } from '../../src/kpis/catalogue'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { type PlacedObservation, replay } from '../../src/kpis/replay'
import { summarise } from '../../src/kpis/summarise'
import type { Summary, SummaryOptions } from '../../src/kpis/summary'
import { type AgentDayTold, agentDay } from '../../src/kpis/told-agent-day'
import { arbitraryAgentDay } from '../facts/arbitrary-agent-day'

function observed(
  kpi: string,
  days: readonly AgentDay[],
  parameters: Record<string, unknown> = {},
): PlacedObservation[] {
  const definition = findDefinition(kpi)
  const context = createContext(
    compileReference(emptyReferenceTables),
    resolveParameters(definition, parameters),
  )
  return days.flatMap((day) => replay(definition, context, day))
}

function summaryOf(
  kpi: string,
  told: AgentDayTold | readonly AgentDay[],
  { parameters = {}, ...options }: SummaryOptions & { parameters?: Record<string, unknown> } = {},
): Summary {
  const days = Array.isArray(told) ? (told as readonly AgentDay[]) : [agentDay(told as AgentDayTold)]
  return summarise(findDefinition(kpi), observed(kpi, days, parameters), options)
}

const minutes = 60_000

describe('adherence', () => {
  const scheduled = { '09:00-10:00': 'on-queue' } as const

  test('is undefined for somebody who was scheduled and never came', () => {
    const { value, parts } = summaryOf('adherence', { scheduled })
    expect(value).toBeNull()
    expect(parts).toMatchObject({ scheduledMs: 60 * minutes, exceptionMs: 60 * minutes, actualMs: 0 })
  })

  test('is undefined for somebody who came and was not scheduled', () => {
    const { value } = summaryOf('adherence', {
      shown: { '09:00': 'on-queue', '10:00': 'offline' },
      scheduled: {},
    })
    expect(value).toBeNull()
  })

  test('is 0, and never less, for somebody who did everything at another time', () => {
    const told: AgentDayTold = { shown: { '11:00': 'on-queue', '13:00': 'offline' }, scheduled }
    expect(summaryOf('adherence', told).value).toBe(0)
    expect(summaryOf('adherence', told, { parameters: { workingOutsideShift: 'count' } }).value).toBe(0)
  })

  test('does not care what somebody does outside of the shift, unless that counts', () => {
    const told: AgentDayTold = { shown: { '09:00': 'on-queue', '11:00': 'offline' }, scheduled }
    expect(summaryOf('adherence', told).value).toBe(100)
    expect(summaryOf('adherence', told, { parameters: { workingOutsideShift: 'count' } }).value).toBe(50)
  })

  test('has nothing to say where no schedule was read', () => {
    expect(observed('adherence', [agentDay({ shown: { '09:00': 'on-queue' } })])).toEqual([])
  })

  test('asks nothing of time off', () => {
    const { value, parts } = summaryOf('adherence', {
      shown: { '09:00': 'on-queue', '10:00': 'offline' },
      scheduled: { '09:00-10:00': 'on-queue', '10:00-12:00': 'time-off' },
    })
    expect([value, parts.scheduledMs]).toEqual([100, 60 * minutes])
  })

  test('of a day that is not over counts what is known, and says that it is unfinished', () => {
    const day = agentDay({ shown: { '09:00': 'on-queue' }, scheduled, knownUntil: '09:40' })
    const observations = observed('adherence', [day])
    expect(observations.map(({ unfinished }) => unfinished)).toEqual([false, false, true])
    expect(summaryOf('adherence', [day]).parts.scheduledMs).toBe(40 * minutes)
  })
})

describe('conformance', () => {
  const onQueueFor = (to: string): AgentDayTold['shown'] => ({ '09:00': 'on-queue', [to]: 'offline' })

  test.each<[string, AgentDayTold, number | null]>([
    ['undefined without actual time', { scheduled: { '09:00-10:00': 'on-queue' } }, null],
    [
      'undefined where nothing was worked or scheduled on the queue',
      { shown: { '09:00': 'meeting', '10:00': 'offline' }, scheduled: { '09:00-10:00': 'meeting' } },
      null,
    ],
    [
      '0 where nothing of what was scheduled was worked',
      { shown: { '09:00': 'meeting', '10:00': 'offline' }, scheduled: { '09:00-10:00': 'on-queue' } },
      0,
    ],
    [
      'infinite where nothing was scheduled and work was done',
      { shown: onQueueFor('10:00'), scheduled: {} },
      Number.POSITIVE_INFINITY,
    ],
    [
      'above 100 where more was worked than scheduled',
      { shown: onQueueFor('10:30'), scheduled: { '09:00-10:00': 'on-queue' } },
      150,
    ],
  ])('is %s', (_, told, value) => {
    expect(summaryOf('conformance', told).value).toBe(value)
  })

  test('does not count time not responding, nor routing after the presence changed', () => {
    const { parts } = summaryOf('conformance', {
      shown: { '09:00': 'on-queue', '10:00': 'break', '10:30': 'offline' },
      routed: { '09:00': 'idle', '09:30': 'not-responding', '09:45': 'interacting' },
      scheduled: { '09:00-10:30': 'on-queue' },
    })
    expect(parts).toEqual({ workedMs: 45 * minutes, scheduledMs: 90 * minutes, actualMs: 90 * minutes })
  })
})

describe('shrinkage, version 1', () => {
  test('counts paid time off, and leaves away outside of the shift out', () => {
    const { parts } = summaryOf('shrinkage@1', {
      shown: { '09:00': 'on-queue', '11:00': 'away', '12:00': 'offline' },
      scheduled: {
        '09:00-10:00': 'on-queue',
        '10:00-11:00': { category: 'off-queue', shrinkage: 'none' },
        '14:00-15:00': { category: 'time-off', shrinkage: 'unplanned' },
      },
    })
    expect(parts).toEqual({
      lostMs: 60 * minutes,
      plannedMs: 0,
      unplannedMs: 60 * minutes,
      presentMs: 180 * minutes,
      scheduledLostMs: 60 * minutes,
      scheduledMs: 180 * minutes,
    })
  })
})

describe('somebody of whom nothing is told, on a day whose user details are all here', () => {
  const off = { absent: true, scheduled: { '09:00-17:00': 'time-off' } } as const
  const training = { absent: true, scheduled: { '09:00-17:00': 'training' } } as const
  const noShow = {
    absent: true,
    scheduled: { '09:00-12:00': 'on-queue', '12:00-12:30': 'meal', '12:30-17:00': 'on-queue' },
  } as const

  test('off with pay all day, is planned shrinkage by both versions', () => {
    const partsOf = (kpi: string) => summaryOf(kpi, off).parts
    expect(partsOf('shrinkage@1')).toEqual(partsOf('shrinkage@2'))
    expect(partsOf('shrinkage@1')).toEqual({
      lostMs: 480 * minutes,
      plannedMs: 480 * minutes,
      unplannedMs: 0,
      presentMs: 480 * minutes,
      scheduledLostMs: 480 * minutes,
      scheduledMs: 480 * minutes,
    })
  })

  test('in a training without logging in, is planned shrinkage by version 2', () => {
    expect(summaryOf('shrinkage@2', training).parts).toMatchObject({
      plannedMs: 480 * minutes,
      unplannedMs: 0,
      presentMs: 480 * minutes,
    })
    expect(summaryOf('shrinkage@1', training).parts).toMatchObject({
      lostMs: 0,
      presentMs: 0,
      scheduledLostMs: 480 * minutes,
    })
  })

  test('who should have worked, is unplanned shrinkage by version 2, and what they planned off of it by plan', () => {
    expect(summaryOf('shrinkage@2', noShow).parts).toMatchObject({
      lostMs: 480 * minutes,
      plannedMs: 30 * minutes,
      unplannedMs: 450 * minutes,
      presentMs: 480 * minutes,
    })
    expect(summaryOf('shrinkage@1', noShow).value).toBeNull()
  })

  test('has an adherence and a conformance of their own that are undefined, and weighs in those of a team', () => {
    const came = {
      shown: { '09:00': 'on-queue', '17:00': 'offline' },
      scheduled: { '09:00-17:00': 'on-queue' },
    } as const
    const team = [agentDay(noShow), agentDay(came)]
    for (const [kpi, ofTeam] of [
      ['adherence', 50],
      ['conformance', (480 / 930) * 100],
    ] as const) {
      expect(summaryOf(kpi, noShow).value).toBeNull()
      expect(summaryOf(kpi, team).value).toBeCloseTo(ofTeam, 9)
    }
    expect(summaryOf('adherence', off).parts.scheduledMs ?? 0).toBe(0)
  })

  test('is paid, and productive in none of it', () => {
    expect(summaryOf('utilisation', noShow).parts).toEqual({
      productiveMs: 0,
      handleMs: 0,
      divisorMs: 450 * minutes,
    })
  })

  test('is known as far as the export goes: no quarter beyond it, and the one it ends in is unfinished', () => {
    const day = agentDay({ ...noShow, knownUntil: '10:40' })
    const observations = observed('shrinkage@2', [day])
    expect(observations.map(({ unfinished }) => unfinished)).toEqual([...Array(6).fill(false), true])
    expect(summaryOf('shrinkage@2', [day]).parts.unplannedMs).toBe(100 * minutes)
  })
})

describe('shrinkage, version 2', () => {
  test('loses the beginning of a shift to whoever comes late, and nothing to who stays offline outside of it', () => {
    const { parts } = summaryOf('shrinkage@2', {
      shown: { '09:20': 'on-queue', '17:00': 'offline' },
      scheduled: { '09:00-17:00': 'on-queue' },
    })
    expect(parts).toMatchObject({ lostMs: 20 * minutes, plannedMs: 0, presentMs: 480 * minutes })
  })

  test('counts a time once: work in paid time off is work, and away in it is time off', () => {
    const { parts } = summaryOf('shrinkage@2', {
      shown: { '09:00': 'on-queue', '10:00': 'away', '11:00': 'offline' },
      scheduled: { '09:00-12:00': 'time-off' },
    })
    expect(parts).toMatchObject({ lostMs: 120 * minutes, presentMs: 180 * minutes })
  })
})

describe('utilisation', () => {
  test('by paid time has nothing to say without a schedule, by logged-in time it has', () => {
    const told: AgentDayTold = { shown: { '09:00': 'on-queue', '10:00': 'available', '11:00': 'offline' } }
    expect(observed('utilisation', [agentDay(told)])).toEqual([])
    expect(summaryOf('utilisation', told, { parameters: { divisor: 'logged-in' } }).value).toBe(50)
  })
})

const anyDay = fc.constantFrom('2026-10-25', '2026-11-01').chain(arbitraryAgentDay).map(foldAgentDay)
const kpis = [
  'on-queue-time',
  'occupancy',
  'utilisation',
  'adherence',
  'conformance',
  'shrinkage@1',
  'shrinkage@2',
]

describe('of any day', () => {
  test('each observation lies in its quarter hour, and no part of it is longer', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...kpis), (day, kpi) => {
        for (const { at, ordinal, parts } of observed(kpi, [day])) {
          expect(at).toBe(day.startedAt + ordinal * 15 * minutes)
          for (const part of parts ?? []) {
            expect(part).toBeGreaterThanOrEqual(0)
            expect(part).toBeLessThanOrEqual(15 * minutes)
          }
        }
      }),
    )
  })

  test('the quarters of time on the queue add up to it', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const whole = onQueue(day.presences).reduce((sum, { start, end }) => sum + end - start, 0)
        expect(summaryOf('on-queue-time', [day]).parts.onQueueMs).toBe(whole)
      }),
    )
  })

  test('what is adherent and what is an exception make up what was scheduled', () => {
    const rule = fc.record({
      workingOutsideShift: fc.constantFrom('ignore', 'count'),
      graceSeconds: fc.constantFrom(0, 120, 900),
    })
    fc.assert(
      fc.property(anyDay, rule, (day, parameters) => {
        const { parts, value } = summaryOf('adherence', [day], { parameters })
        expect((parts.adherentMs ?? 0) + (parts.exceptionMs ?? 0)).toBe(parts.scheduledMs)
        if (value !== null) expect(value >= 0 && value <= 100).toBe(true)
      }),
    )
  })

  test('what is planned and what is not make up what is lost, within what was present', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('shrinkage@1', 'shrinkage@2'), (day, shrinkage) => {
        const { parts } = summaryOf(shrinkage, [day])
        expect((parts.plannedMs ?? 0) + (parts.unplannedMs ?? 0)).toBe(parts.lostMs)
        expect(parts.lostMs).toBeLessThanOrEqual(parts.presentMs ?? 0)
      }),
    )
  })
})
