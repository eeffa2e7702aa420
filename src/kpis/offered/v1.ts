import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { contact } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Offered: how often a customer entered a queue.
 *
 *   offered = entries
 *
 * Each entry counts when it happened, as the platform counted it. A conversation that is transferred to a second
 * queue is offered twice. Stays the platform did not count as offered are not counted here either.
 */
export const offeredV1 = defineKpi({
  name: 'offered',
  version: 1,
  title: 'Offered',
  description:
    'How often a customer entered a queue. A conversation that moves to a second queue is offered there again; one that never leaves self-service is not offered.',
  formula: 'entries into a queue',
  source: 'Genesys Cloud metric nOffered (docs/facts/genesys.md §4.5)',
  example: {
    words: 'A call enters Sales, is transferred and enters Support: 2 offered.',
    contacts: () => [contact({ visits: [{ answeredAfter: 12 }, { answeredAfter: 30 }] })],
    value: 2,
  },
  unit: 'count',
  better: 'neither',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['offered'],
  spans: [],
  aggregation: { kind: 'count', part: 'offered' },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [{ part: 'offered', measure: 'offered', stat: 'count' }],
  changelog: [
    {
      version: 1,
      date: '2026-11-20',
      kind: 'first',
      what: 'Counts entries where the platform posts nOffered.',
      why: 'The same meaning as the platform, so that both can be reconciled to the last contact.',
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      all(visit.measurements, 'offered').forEach(({ at, value }, emission) => {
        observations.push(visitObservation(visit, emission, at, { offered: value }))
      })
    }
    return observations
  },
})
