import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { times } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Flow-out rate, in percent.
 *
 *   flowed out / offered × 100
 *
 * A flow-out is a customer who left the queue for somewhere else without an agent: voicemail, a callback, another queue. Entry
 * and flow-out each count at their own instant.
 */
export const flowOutRateV1 = defineKpi({
  name: 'flow-out-rate',
  version: 1,
  title: 'Flow-out rate',
  description: 'The share of customers in a queue who were led elsewhere before an agent answered.',
  formula: 'flowed out / offered × 100',
  source: 'Genesys Cloud: tFlowOut.count / nOffered.count (docs/facts/kpis.md §1b)',
  example: {
    words: '30 of 1,000 offered contacts chose a callback and 20 went to voicemail: 5 %.',
    contacts: () => [
      ...times(950, { visits: [{ answeredAfter: 20 }] }),
      ...times(50, { visits: [{ flowedOutAfter: 90 }] }),
    ],
    value: 5,
  },
  unit: 'percent',
  better: 'neither',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['flowedOut', 'offered'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'flowedOut', denominator: 'offered', scale: 100 },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'flowedOut', measure: 'flowed-out', stat: 'count' },
    { part: 'offered', measure: 'offered', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Flow-outs by offered, each at its own instant.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      let emission = 0
      for (const { at, value } of all(visit.measurements, 'offered')) {
        observations.push(visitObservation(visit, emission++, at, { flowedOut: 0, offered: value }))
      }
      for (const { at } of all(visit.measurements, 'flowed-out')) {
        observations.push(visitObservation(visit, emission++, at, { flowedOut: 1, offered: 0 }))
      }
    }
    return observations
  },
})
