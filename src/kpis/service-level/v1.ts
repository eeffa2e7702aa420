import { z } from 'zod'
import type { QueueVisit } from '../../facts/fact'
import { all, has } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { times } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Service level, in percent: the share of contacts answered in time.
 *
 *   (answered − answered over target) / (answered + abandoned [+ flow-outs] [− short abandons] [− abandons]) × 100
 *
 * What the denominator holds is policy, and is set by parameters whose defaults are the platform's: abandons and
 * short abandons count, flow-outs do not. Without `targetSeconds` an answer is late when the platform marked it
 * so by the target the queue then had; with it, when the wait was longer than the target.
 *
 * Each answer, abandon and flow-out counts at its own instant, not at the entry: a customer who came at 07:28 and
 * was answered at 07:32 counts in the interval of 07:30. What the policy leaves out yields no observation.
 */
export const serviceLevelV1 = defineKpi<ServiceLevelParameters>({
  name: 'service-level',
  version: 1,
  title: 'Service level',
  description:
    'The share of contacts answered within the target, among those answered and those who gave up. Its denominator is policy: see the parameters.',
  formula:
    '(answered − over target) / (answered + abandoned [+ flow-outs] [− short abandons] [− abandons]) × 100',
  source:
    'Genesys Cloud, "Configure the service level calculation" (docs/facts/genesys.md §4.4); the five variants of ICMI (docs/facts/kpis.md §1b)',
  example: {
    words:
      '1000 answered, 860 of them in time, 60 abandoned: 860 / 1060 = 81.13 %. The late ones waited 45 s: with a target of 60 s 94.34 %. Without abandons in the denominator 86 %.',
    contacts: () => [
      ...times(860, { visits: [{ answeredAfter: 15 }] }),
      ...times(140, { visits: [{ answeredAfter: 45, overTarget: true }] }),
      ...times(60, { visits: [{ abandonedAfter: 30 }] }),
    ],
    value: 81.13,
    variants: [
      { parameters: { targetSeconds: 60 }, value: 94.34 },
      { parameters: { abandons: 'exclude' }, value: 86 },
    ],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['answeredInTime', 'counted', 'answered'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'answeredInTime', denominator: 'counted', scale: 100 },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    targetSeconds: z
      .number()
      .positive()
      .max(86_400)
      .optional()
      .describe("Longest wait that is in time; absent: the platform's own over-target mark."),
    abandons: z
      .enum(['count', 'exclude'])
      .default('count')
      .describe('Whether abandons are in the denominator.'),
    shortAbandons: z
      .enum(['count', 'exclude'])
      .default('count')
      .describe('Whether abandons within the short-abandon threshold are, where abandons count.'),
    flowOuts: z
      .enum(['exclude', 'count'])
      .default('exclude')
      .describe('Whether flow-outs are in the denominator.'),
  }),
  reconcilesTo: [{ part: 'answered', measure: 'answered', stat: 'count' }],
  changelog: [
    {
      version: 1,
      date: '2026-11-20',
      kind: 'first',
      what: "The platform's formula, with its options as parameters.",
      why: 'The platform applies a changed option to the past as well; here the policy is part of what is kept.',
    },
  ],
  observe(facts, { parameters }) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      let emission = 0
      const late = lateBy(visit, parameters)
      for (const answer of all(visit.measurements, 'answered')) {
        const parts = { answeredInTime: late(answer.value) ? 0 : 1, counted: 1, answered: 1 }
        observations.push(visitObservation(visit, emission++, answer.at, parts))
      }
      const missed = { answeredInTime: 0, counted: 1, answered: 0 }
      if (countsAbandon(visit, parameters)) {
        for (const { at } of all(visit.measurements, 'abandoned')) {
          observations.push(visitObservation(visit, emission++, at, missed))
        }
      }
      if (parameters.flowOuts === 'count') {
        for (const { at } of all(visit.measurements, 'flowed-out')) {
          observations.push(visitObservation(visit, emission++, at, missed))
        }
      }
    }
    return observations
  },
})

interface ServiceLevelParameters {
  targetSeconds?: number | undefined
  abandons: 'count' | 'exclude'
  shortAbandons: 'count' | 'exclude'
  flowOuts: 'exclude' | 'count'
}

function lateBy(visit: QueueVisit, { targetSeconds }: ServiceLevelParameters): (waitMs: number) => boolean {
  if (targetSeconds === undefined) {
    const marked = has(visit.measurements, 'over-target')
    return () => marked
  }
  return (waitMs) => waitMs > targetSeconds * 1000
}

function countsAbandon(visit: QueueVisit, { abandons, shortAbandons }: ServiceLevelParameters): boolean {
  if (abandons === 'exclude') return false
  return shortAbandons === 'count' || !has(visit.measurements, 'short-abandoned')
}
