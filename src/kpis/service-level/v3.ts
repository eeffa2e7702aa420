import { z } from 'zod'
import type { QueueVisit } from '../../facts/fact'
import { all, has } from '../../facts/measurements'
import type { Instant } from '../../time/instant'
import type { KpiContext } from '../context'
import { defineKpi, type Observation } from '../definition'
import { times } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Service level, in percent: the share of contacts answered in time.
 *
 *   (answered − answered over target) / (answered + abandoned [+ flow-outs] [− short abandons] [− abandons]) × 100
 *
 * What the denominator holds is policy, and is set by parameters whose defaults are the platform's: abandons and
 * short abandons count, flow-outs do not.
 *
 * By what an answer is late is policy as well. Without a parameter it is the platform's mark, by the target the queue then had. With
 * `targetSeconds` it is a wait longer than that, in every queue. With `targets: 'queue'` it is a wait longer than the target of the queue
 * and medium in the reference tables, as of the entry into the queue: what held when the customer came is what the customer was
 * promised, also where the target changed during the wait. `targetSeconds` then stands in for a target that nobody has told; without it
 * an answer or abandon of such a queue is set aside, and counted.
 *
 * A flow-out needs no target to be one and is never set aside. But a queue of which only flow-outs are left would be at 0 %: those of a
 * queue without a target are kept as a part of their own, and count in no share.
 *
 * Beside what the policy counts, every answer, abandon and flow-out is kept as a part of its own, so that the variants of the
 * field and of the platform are read from the same rows.
 *
 * Each answer, abandon and flow-out counts at its own instant, not at the entry: a customer who came at 07:28 and
 * was answered at 07:32 counts in the interval of 07:30.
 *
 * Changed from v2 (additive): `targets`.
 */
export const serviceLevelV3 = defineKpi<ServiceLevelParameters>({
  name: 'service-level',
  version: 3,
  title: 'Service level',
  description:
    'The share of contacts answered within the target, among those answered and those who gave up. Its denominator is policy: see the parameters.',
  formula:
    '(answered − over target) / (answered + abandoned [+ flow-outs] [− short abandons] [− abandons]) × 100',
  source:
    'Genesys Cloud, "Configure the service level calculation" (docs/facts/genesys.md §4.4); the five variants of ICMI (docs/facts/kpis.md §1b)',
  example: {
    words:
      "ICMI's: 1,000 answered, 860 of them within 20 s; 60 abandoned, 20 of them within 20 s and 10 of these short. 860 / 1060 = 81.13 %. With the abandons in time 880 / 1060 = 83.02 %, of the answered 86 %, without abandons in time 860 / 1040 = 82.69 %, with the short ones 870 / 1060 = 82.08 %. By the queue's own target, which is 60 s, none was late: 1000 / 1060 = 94.34 %, and with the abandons in time, all of them, 100 %.",
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
      { parameters: { targets: 'queue' }, value: 94.34 },
      { parameters: { targets: 'queue' }, variant: 'icmi-1', value: 100 },
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
    'flowedOutWithoutTarget',
  ],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'answeredInTime', denominator: 'counted', scale: 100 },
  variants: {
    'icmi-1': {
      formula: '(answered in time + abandoned in time) / (answered + abandoned) × 100',
      numerator: { answeredInTime: 1, abandonedInTime: 1 },
      denominator: { answered: 1, abandoned: 1 },
      needs: ['targetSeconds', 'targets'],
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
      needs: ['targetSeconds', 'targets'],
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
      denominator: { answered: 1, abandoned: 1, flowedOut: 1, flowedOutWithoutTarget: -1 },
    },
  },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  missing: { lookUp: { 'queue-target': 'parameter' } },
  reads: ['queue-zone', 'queue-target'],
  maturityDays: 3,
  parameters: z.strictObject({
    targetSeconds: z
      .number()
      .positive()
      .max(86_400)
      .optional()
      .describe(
        "Longest wait that is in time; absent: the platform's own over-target mark. With targets=queue: that of queues without a target; absent: what needs one is set aside.",
      ),
    targets: z
      .enum(['queue'])
      .optional()
      .describe(
        'queue: the longest wait that is in time is the target of the queue and medium when the customer entered it.',
      ),
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
      version: 3,
      date: '2026-11-26',
      kind: 'additive',
      what: "With targets=queue answers and abandons are judged by each queue's own target, as of the entry. Without it the value is that of version 2.",
      why: 'One target for all queues is nobody’s promise, and the mark of the platform cannot be asked what it was by.',
    },
  ],
  rules: [
    {
      name: 'own-targets',
      words: "an answer or abandon is judged by its queue's own target, as of the entry",
      explains: (_pair, _facts, { parameters }) => parameters.targets === 'queue',
    },
  ],
  observe(facts, context) {
    const observations: Observation[] = []
    const { parameters } = context
    for (const visit of facts.queueVisits) {
      let emission = 0
      const observe = (at: Instant, parts: Partial<typeof nothing>) =>
        visitObservation(visit, emission++, at, { ...nothing, ...parts })
      const { targetMs, isMissing } = targetOf(visit, context)
      const isUnknown = isMissing && targetMs === null
      const judge = (at: Instant, parts: Partial<typeof nothing>) => {
        const judged = observe(at, parts)
        observations.push(
          isMissing ? { ...judged, parts: isUnknown ? null : judged.parts, lacks: ['target'] } : judged,
        )
      }
      const late = lateBy(visit, targetMs)
      for (const { at, value } of all(visit.measurements, 'answered')) {
        judge(at, { answered: 1, counted: 1, answeredInTime: late(value) ? 0 : 1 })
      }
      const shortAbandoned = has(visit.measurements, 'short-abandoned') ? 1 : 0
      const counted = countsAbandon(visit, parameters) ? 1 : 0
      for (const { at, value } of all(visit.measurements, 'abandoned')) {
        const abandonedInTime = targetMs !== null && value <= targetMs ? 1 : 0
        judge(at, { abandoned: 1, counted, abandonedInTime, shortAbandoned })
      }
      for (const { at } of all(visit.measurements, 'flowed-out')) {
        if (isUnknown) {
          observations.push({
            ...observe(at, { flowedOut: 1, flowedOutWithoutTarget: 1 }),
            lacks: ['target'],
          })
        } else {
          observations.push(observe(at, { flowedOut: 1, counted: parameters.flowOuts === 'count' ? 1 : 0 }))
        }
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
  flowedOutWithoutTarget: 0,
}

interface ServiceLevelParameters {
  targetSeconds?: number | undefined
  targets?: 'queue' | undefined
  abandons: 'count' | 'exclude'
  shortAbandons: 'count' | 'exclude'
  flowOuts: 'exclude' | 'count'
}

/** The longest wait that is in time, null where none is known or the platform's mark is asked; and whether one was asked for in vain. */
function targetOf(
  visit: QueueVisit,
  { parameters: { targets, targetSeconds }, targetOfQueue }: KpiContext<ServiceLevelParameters>,
): { targetMs: number | null; isMissing: boolean } {
  const told = targets === 'queue' ? targetOfQueue(visit.queueId, visit.mediaType, visit.enteredAt) : null
  const standIn = targetSeconds === undefined ? null : targetSeconds * 1000
  return { targetMs: told ?? standIn, isMissing: targets === 'queue' && told === null }
}

function lateBy(visit: QueueVisit, targetMs: number | null): (waitMs: number) => boolean {
  if (targetMs === null) {
    const marked = has(visit.measurements, 'over-target')
    return () => marked
  }
  return (waitMs) => waitMs > targetMs
}

function countsAbandon(visit: QueueVisit, { abandons, shortAbandons }: ServiceLevelParameters): boolean {
  if (abandons === 'exclude') return false
  return shortAbandons === 'count' || !has(visit.measurements, 'short-abandoned')
}
