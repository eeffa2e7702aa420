import { z } from 'zod'
import { all, has } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { times } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Abandon rate, in percent.
 *
 *   abandoned / offered × 100
 *
 * The entry counts when the customer entered the queue, the abandon when they gave up: near midnight, and in any
 * short interval, the two may fall on different sides, and the rate of one interval may exceed 100 %.
 *
 * With `shortAbandons: 'exclude'` a visit that ended within the organisation's short-abandon threshold counts on
 * neither side: (abandoned − short) / (offered − short).
 */
export const abandonRateV1 = defineKpi<{ shortAbandons: 'count' | 'exclude' }>({
  name: 'abandon-rate',
  version: 1,
  title: 'Abandon rate',
  description:
    'The share of customers in a queue who gave up before an agent answered. Leaves out those who hung up in self-service; messaging has no abandons.',
  formula: 'abandoned / offered × 100',
  source: 'Genesys Cloud: abandon % = tAbandon.count / nOffered.count (docs/facts/kpis.md §1b)',
  example: {
    words: '40 abandons on 800 offered: 5 %. With 8 of them short and excluded: 32 / 792 = 4.04 %.',
    contacts: () => [
      ...times(760, { visits: [{ answeredAfter: 20 }] }),
      ...times(32, { visits: [{ abandonedAfter: 40 }] }),
      ...times(8, { visits: [{ abandonedAfter: 2, short: true }] }),
    ],
    value: 5,
    variants: [{ parameters: { shortAbandons: 'exclude' }, value: 4.04 }],
  },
  unit: 'percent',
  better: 'lower',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['abandoned', 'offered'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'abandoned', denominator: 'offered', scale: 100 },
  distribution: null,
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
    { part: 'abandoned', measure: 'abandoned', stat: 'count', onlyWith: { shortAbandons: 'count' } },
    { part: 'offered', measure: 'offered', stat: 'count', onlyWith: { shortAbandons: 'count' } },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-20',
      kind: 'first',
      what: 'Abandoned by offered, each at its own instant.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts, { parameters }) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      if (parameters.shortAbandons === 'exclude' && has(visit.measurements, 'short-abandoned')) continue
      let emission = 0
      for (const { at, value } of all(visit.measurements, 'offered')) {
        observations.push(visitObservation(visit, emission++, at, { abandoned: 0, offered: value }))
      }
      for (const { at } of all(visit.measurements, 'abandoned')) {
        observations.push(visitObservation(visit, emission++, at, { abandoned: 1, offered: 0 }))
      }
    }
    return observations
  },
})
