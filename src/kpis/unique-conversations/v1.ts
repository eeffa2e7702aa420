import { z } from 'zod'
import { defineKpi } from '../definition'
import { contact } from '../told'
import { observeVisitEmissions } from '../visit-observation'

/**
 * Unique conversations.
 *
 *   how many different conversations entered a queue
 *
 * Where offered counts entries, this counts conversations: one that is sent back to a queue is two entries and one conversation. One that
 * enters two queues is one of each queue and one of both together, so queues, days and intervals cannot be added up.
 */
export const uniqueConversationsV1 = defineKpi({
  name: 'unique-conversations',
  version: 1,
  title: 'Unique conversations',
  description:
    'How many different conversations came to a queue, however often each entered it. Those of two queues together are fewer than their sum where conversations moved between them.',
  formula: 'the number of different conversations among the entries',
  source: 'Distinct conversations among nOffered (docs/facts/kpis.md §1, storage D)',
  example: {
    words:
      'One call enters the queue, is sent back and enters it again, a second call enters once: 2 conversations, 3 entries.',
    contacts: () => [
      contact({ id: 'sent-back', visits: [{ answeredAfter: 12 }, { answeredAfter: 30 }] }),
      contact({ id: 'once', visits: [{ answeredAfter: 5 }] }),
    ],
    value: 2,
  },
  unit: 'count',
  better: 'neither',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['entries'],
  spans: [],
  aggregation: { kind: 'distinct', of: 'conversation' },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [{ part: 'entries', measure: 'offered', stat: 'count' }],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Different conversations among the entries into a queue.',
      why: 'Customers are counted once, however often a queue hands them back.',
    },
  ],
  observe(facts) {
    return observeVisitEmissions(facts, [['offered', (entries) => ({ entries })]])
  },
})
