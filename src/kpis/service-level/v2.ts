import { z } from 'zod'
import type { QueueVisit } from '../../facts/fact'
import { all, has } from '../../facts/measurements'
import type { Instant } from '../../time/instant'
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
 * Beside what the policy counts, every answer, abandon and flow-out is kept as a part of its own, so that the variants of the
 * field and of the platform are read from the same rows.
 *
 * Each answer, abandon and flow-out counts at its own instant, not at the entry: a customer who came at 07:28 and
 * was answered at 07:32 counts in the interval of 07:30.
 */
export const serviceLevelV2 = defineKpi<ServiceLevelParameters>({
  name: 'service-level',
  version: 2,
  title: 'Service level',
  description:
    'The share of contacts answered within the target, among those answered and those who gave up. Its denominator is policy: see the parameters.',
  formula:
    '(answered − over target) / (answered + abandoned [+ flow-outs] [− short abandons] [− abandons]) × 100',
  source:
    'Genesys Cloud, "Configure the service level calculation" (docs/facts/genesys.md §4.4); the five variants of ICMI (docs/facts/kpis.md §1b)',
  example: {
    words:
      "ICMI's: 1,000 answered, 860 of them within 20 s; 60 abandoned, 20 of them within 20 s and 10 of these short. 860 / 1060 = 81.13 %. With the abandons in time 880 / 1060 = 83.02 %, of the answered 86 %, without abandons in time 860 / 1040 = 82.69 %, with the short ones 870 / 1060 = 82.08 %.",
    contacts: () => [
      ...times(860, { visits: [{ answeredAfter: 15 }] }),
      ...times(140, { visits: [{ answeredAfter: 45, overTarget: true }] }),
      ...times(40, { visits: [{ abandonedAfter: 30 }] }),
      ...times(10, { visits: [{ abandonedAfter: 18 }] }),
      ...times(10, { visits: [{ abandonedAfter: 3, short: true }] }),
    ],
    value: 81.13,
    variants: [
      { parameters: { targetSeconds: 20 }, variant: 'icmi-1', value: 83.02 },
      { variant: 'icmi-2', value: 86 },
      { variant: 'icmi-3', value: 81.13 },
      { parameters: { targetSeconds: 20 }, variant: 'icmi-4', value: 82.69 },
      { variant: 'icmi-5', value: 82.08 },
    ],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: [
    'answeredInTime',
    'counted',
    'answered',
    'abandoned',
    'abandonedInTime',
    'shortAbandoned',
    'flowedOut',
  ],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'answeredInTime', denominator: 'counted', scale: 100 },
  variants: {
    'icmi-1': {
      formula: '(answered in time + abandoned in time) / (answered + abandoned) × 100',
      numerator: { answeredInTime: 1, abandonedInTime: 1 },
      denominator: { answered: 1, abandoned: 1 },
      needs: ['targetSeconds'],
    },
    'icmi-2': {
      formula: 'answered in time / answered × 100',
      numerator: { answeredInTime: 1 },
      denominator: { answered: 1 },
    },
    'icmi-3': {
      formula: 'answered in time / (answered + abandoned) × 100',
      numerator: { answeredInTime: 1 },
      denominator: { answered: 1, abandoned: 1 },
    },
    'icmi-4': {
      formula: 'answered in time / (answered + abandoned after the target) × 100',
      numerator: { answeredInTime: 1 },
      denominator: { answered: 1, abandoned: 1, abandonedInTime: -1 },
      needs: ['targetSeconds'],
    },
    'icmi-5': {
      formula: '(answered in time + short abandons) / (answered + abandoned) × 100',
      numerator: { answeredInTime: 1, shortAbandoned: 1 },
      denominator: { answered: 1, abandoned: 1 },
    },
    'without-short-abandons': {
      formula: 'answered in time / (answered + abandoned − short abandons) × 100',
      numerator: { answeredInTime: 1 },
      denominator: { answered: 1, abandoned: 1, shortAbandoned: -1 },
    },
    'with-flow-outs': {
      formula: 'answered in time / (answered + abandoned + flow-outs) × 100',
      numerator: { answeredInTime: 1 },
      denominator: { answered: 1, abandoned: 1, flowedOut: 1 },
    },
  },
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
  reconcilesTo: [
    { part: 'answered', measure: 'answered', stat: 'count' },
    { part: 'abandoned', measure: 'abandoned', stat: 'count' },
    { part: 'shortAbandoned', measure: 'short-abandoned', stat: 'count' },
    { part: 'flowedOut', measure: 'flowed-out', stat: 'count' },
  ],
  changelog: [
    {
      version: 2,
      date: '2026-11-26',
      kind: 'additive',
      what: 'Abandons, abandons within the target, short abandons and flow-outs are parts of their own.',
      why: 'Every variant of the formula is read from one stored row, whatever policy was set when it was computed.',
    },
  ],
  observe(facts, { parameters }) {
    const observations: Observation[] = []
    const { targetSeconds, flowOuts } = parameters
    for (const visit of facts.queueVisits) {
      let emission = 0
      const observe = (at: Instant, parts: Partial<typeof nothing>) =>
        observations.push(visitObservation(visit, emission++, at, { ...nothing, ...parts }))
      const late = lateBy(visit, parameters)
      for (const { at, value } of all(visit.measurements, 'answered')) {
        observe(at, { answered: 1, counted: 1, answeredInTime: late(value) ? 0 : 1 })
      }
      const shortAbandoned = has(visit.measurements, 'short-abandoned') ? 1 : 0
      const counted = countsAbandon(visit, parameters) ? 1 : 0
      for (const { at, value } of all(visit.measurements, 'abandoned')) {
        const abandonedInTime = targetSeconds !== undefined && value <= targetSeconds * 1000 ? 1 : 0
        observe(at, { abandoned: 1, counted, abandonedInTime, shortAbandoned })
      }
      for (const { at } of all(visit.measurements, 'flowed-out')) {
        observe(at, { flowedOut: 1, counted: flowOuts === 'count' ? 1 : 0 })
      }
    }
    return observations
  },
})

const nothing = {
  answeredInTime: 0,
  counted: 0,
  answered: 0,
  abandoned: 0,
  abandonedInTime: 0,
  shortAbandoned: 0,
  flowedOut: 0,
}

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
