import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { contact } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Average speed of answer (ASA), in seconds.
 *
 *   total wait of answered contacts / answered contacts
 *
 * The wait runs from entering the queue until the agent connects, ringing included. Each answer counts when it was
 * given. Contacts that were not answered have no speed of answer: they are absent, not zero.
 */
export const averageSpeedOfAnswerV1 = defineKpi({
  name: 'average-speed-of-answer',
  version: 1,
  title: 'Average speed of answer',
  description:
    'How long answered customers waited in the queue, on average, until an agent connected. Leaves out those who gave up or flowed out.',
  formula: 'total wait of answered contacts / answered contacts',
  source: 'Genesys Cloud: tAnswered.sum / tAnswered.count (docs/facts/kpis.md §1b)',
  example: {
    words: 'Three answers after 10 s, 20 s and 60 s, one abandon after 300 s: 90 / 3 = 30 s.',
    contacts: () =>
      [10, 20, 60]
        .map((answeredAfter) => contact({ visits: [{ answeredAfter }] }))
        .concat(contact({ visits: [{ abandonedAfter: 300 }] })),
    value: 30,
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'queue-visit',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['waitMs', 'answered'],
  spans: ['waitMs'],
  aggregation: { kind: 'ratio', numerator: 'waitMs', denominator: 'answered', scale: 0.001 },
  distribution: { of: 'waitMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'waitMs', measure: 'answered', stat: 'sum' },
    { part: 'answered', measure: 'answered', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-20',
      kind: 'first',
      what: 'Wait of answered contacts, at the answer.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      all(visit.measurements, 'answered').forEach(({ at, value }, emission) => {
        const answer = visitObservation(visit, emission, at, { waitMs: value, answered: 1 })
        observations.push({ ...answer, agentId: visit.agentId })
      })
    }
    return observations
  },
})
