import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { times } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Answered.
 *
 *   the number of contacts in queues that an agent answered
 *
 * Each answer counts when it was given, which is not when the customer came: near midnight the two days differ.
 */
export const answeredV1 = defineKpi({
  name: 'answered',
  version: 1,
  title: 'Answered',
  description:
    'How many customers in a queue were answered by an agent. A contact answered in two queues counts twice.',
  formula: 'the number of answers',
  source: 'Genesys Cloud: tAnswered.count (docs/facts/kpis.md §1b)',
  example: {
    words: '1,060 contacts, 60 of whom gave up: 1,000 answered.',
    contacts: () => [
      ...times(1000, { visits: [{ answeredAfter: 15 }] }),
      ...times(60, { visits: [{ abandonedAfter: 30 }] }),
    ],
    value: 1000,
  },
  unit: 'count',
  better: 'higher',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['answered'],
  spans: [],
  aggregation: { kind: 'count', part: 'answered' },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [{ part: 'answered', measure: 'answered', stat: 'count' }],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Answers at their own instant.',
      why: "The platform's own attribution, so that it reconciles.",
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      all(visit.measurements, 'answered').forEach(({ at }, emission) => {
        observations.push(visitObservation(visit, emission, at, { answered: 1 }))
      })
    }
    return observations
  },
})
