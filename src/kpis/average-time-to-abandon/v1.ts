import { z } from 'zod'
import { all, has } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { contact } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Average time to abandon, in seconds.
 *
 *   total wait of abandoned contacts / abandoned contacts
 *
 * The wait runs from entering the queue until the customer left. Short abandons count unless they are excluded: they lower the
 * mean a good deal.
 */
export const averageTimeToAbandonV1 = defineKpi<{ shortAbandons: 'count' | 'exclude' }>({
  name: 'average-time-to-abandon',
  version: 1,
  title: 'Average time to abandon',
  description:
    'How long customers waited, on average, before they gave up. Who was answered or flowed out is left out.',
  formula: 'total wait of abandoned contacts / abandoned contacts',
  source: 'Genesys Cloud: tAbandon.sum / tAbandon.count (docs/facts/kpis.md §1b)',
  example: {
    words: 'Abandons after 10 s, 50 s and 120 s: 180 / 3 = 60 s.',
    contacts: () => [10, 50, 120].map((abandonedAfter) => contact({ visits: [{ abandonedAfter }] })),
    value: 60,
  },
  unit: 'seconds',
  better: 'neither',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['waitMs', 'abandoned'],
  spans: ['waitMs'],
  aggregation: { kind: 'ratio', numerator: 'waitMs', denominator: 'abandoned', scale: 0.001 },
  distribution: { of: 'waitMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    shortAbandons: z
      .enum(['count', 'exclude'])
      .default('count')
      .describe('Whether abandons within the short-abandon threshold count.'),
  }),
  reconcilesTo: [
    { part: 'waitMs', measure: 'abandoned', stat: 'sum', onlyWith: { shortAbandons: 'count' } },
    { part: 'abandoned', measure: 'abandoned', stat: 'count', onlyWith: { shortAbandons: 'count' } },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Average time to abandon, where the wait ended.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts, { parameters }) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      if (parameters.shortAbandons === 'exclude' && has(visit.measurements, 'short-abandoned')) continue
      all(visit.measurements, 'abandoned').forEach(({ at, value }, emission) => {
        observations.push(visitObservation(visit, emission, at, { waitMs: value, abandoned: 1 }))
      })
    }
    return observations
  },
})
