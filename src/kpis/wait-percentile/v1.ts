import { z } from 'zod'
import { defineKpi } from '../definition'
import { contact, times } from '../told'
import { observeVisitEmissions } from '../visit-observation'

/**
 * Wait percentile, in seconds.
 *
 *   the wait that `percentile` % of all waits did not exceed (nearest rank)
 *
 * A wait counts when it ended, however it did. Waits are counted in buckets 2 % wide, so that any percentile of any days and queues is
 * right to 1 %; percentiles themselves cannot be averaged or added up.
 */
export const waitPercentileV1 = defineKpi<{ percentile: number }>({
  name: 'wait-percentile',
  version: 1,
  title: 'Wait percentile',
  description:
    'How long nine in ten customers waited in a queue at most, or another share of them. Says what a mean hides: how bad it was for the unlucky.',
  formula: 'the wait that 90 % of all waits, or another share, did not exceed',
  source:
    'Nearest rank over the waits of tWait (docs/facts/kpis.md §1b); buckets after Masson, Rim and Lee, DDSketch (2019)',
  example: {
    words:
      'Eight are answered at once, one after 30 s and one gives up after 400 ms: nine in ten waited 0.4 s at most, half of them 0 s, and all of them 30 s, right to 1 % (29.7 s by its bucket).',
    contacts: () => [
      ...times(8, { visits: [{ answeredAfter: 0 }] }),
      contact({ visits: [{ abandonedAfter: 0.4 }] }),
      contact({ visits: [{ answeredAfter: 30 }] }),
    ],
    value: 0.4,
    variants: [
      { parameters: { percentile: 50 }, value: 0 },
      { parameters: { percentile: 100 }, value: 29.7 },
    ],
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['waitMs', 'waits'],
  spans: ['waitMs'],
  aggregation: { kind: 'histogram', percentile: 'percentile' },
  distribution: { of: 'waitMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    percentile: z
      .number()
      .positive()
      .max(100)
      .default(90)
      .describe('Which share of the waits, in percent, the value is not exceeded by.'),
  }),
  reconcilesTo: [
    { part: 'waitMs', measure: 'queue-wait', stat: 'sum' },
    { part: 'waits', measure: 'queue-wait', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'A percentile of all waits, where they ended.',
      why: 'A promise is about most customers, and a mean is about none.',
    },
  ],
  observe(facts) {
    return observeVisitEmissions(facts, [['queue-wait', (waitMs) => ({ waitMs, waits: 1 })]])
  },
})
