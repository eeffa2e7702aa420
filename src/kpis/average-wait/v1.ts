import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { contact } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Average wait, in seconds.
 *
 *   total wait / visits whose wait ended
 *
 * Beside the average speed of answer it shows what those who were not answered went through. A wait counts when it ended.
 */
export const averageWaitV1 = defineKpi({
  name: 'average-wait',
  version: 1,
  title: 'Average wait',
  description:
    'How long customers waited in a queue, on average, however the wait ended: answered, abandoned or flowed out.',
  formula: 'total wait / visits whose wait ended',
  source: 'Genesys Cloud: tWait.sum / tWait.count (docs/facts/kpis.md §1b)',
  example: {
    words:
      'Answered after 20 s and 40 s, abandoned after 120 s: 180 / 3 = 60 s, where the average speed of answer is 30 s.',
    contacts: () => [
      contact({ visits: [{ answeredAfter: 20 }] }),
      contact({ visits: [{ answeredAfter: 40 }] }),
      contact({ visits: [{ abandonedAfter: 120 }] }),
    ],
    value: 60,
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['waitMs', 'waits'],
  spans: ['waitMs'],
  aggregation: { kind: 'ratio', numerator: 'waitMs', denominator: 'waits', scale: 0.001 },
  distribution: { of: 'waitMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'waitMs', measure: 'queue-wait', stat: 'sum' },
    { part: 'waits', measure: 'queue-wait', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Average wait, where the wait ended.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      all(visit.measurements, 'queue-wait').forEach(({ at, value }, emission) => {
        observations.push(visitObservation(visit, emission, at, { waitMs: value, waits: 1 }))
      })
    }
    return observations
  },
})
