import { z } from 'zod'
import { defineKpi } from '../definition'
import { contact } from '../told'
import { observeVisitEmissions } from '../visit-observation'

/**
 * Longest wait, in seconds.
 *
 *   the longest of all waits that ended
 *
 * A wait counts when it ended, however it did: whoever is still waiting is not in it yet. The longest of a day is the longest of
 * its intervals; it cannot be added up, averaged, or sent to a sink that adds days up.
 */
export const longestWaitV1 = defineKpi({
  name: 'longest-wait',
  version: 1,
  title: 'Longest wait',
  description:
    'How long the customer who waited longest in a queue waited, whether answered, lost or led elsewhere. Leaves out who is still waiting.',
  formula: 'the longest wait that ended',
  source: 'Genesys Cloud: tWait.max (docs/facts/kpis.md §1b)',
  example: {
    words: 'Answered after 20 s and 40 s, abandoned after 120 s: 120 s.',
    contacts: () => [
      contact({ visits: [{ answeredAfter: 20 }] }),
      contact({ visits: [{ abandonedAfter: 120 }] }),
      contact({ visits: [{ answeredAfter: 40 }] }),
    ],
    value: 120,
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['waitMs', 'waits'],
  spans: ['waitMs'],
  aggregation: { kind: 'maximum', part: 'waitMs' },
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
      what: 'The longest wait, where it ended.',
      why: 'A mean hides the one customer who was forgotten.',
    },
  ],
  observe(facts) {
    return observeVisitEmissions(facts, [['queue-wait', (waitMs) => ({ waitMs, waits: 1 })]])
  },
})
