import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { contact } from '../told'

/**
 * Average callback wait, in seconds.
 *
 *   total time from the request to the first dialling / callbacks dialled
 *
 * Counts when the customer was first dialled, which may be days after the request. A callback that nobody ever dialled is not in it.
 */
export const averageCallbackWaitV1 = defineKpi({
  name: 'average-callback-wait',
  version: 1,
  title: 'Average callback wait',
  description:
    'How long customers who asked to be called back waited until an agent first dialled, on average. Callbacks not dialled yet are left out.',
  formula: 'total time from request to first dialling / callbacks dialled',
  source: 'Genesys Cloud: tFirstDial.sum / tFirstDial.count (docs/facts/genesys.md §4.5)',
  example: {
    words: 'Called back after 300 s and after 900 s: 1,200 / 2 = 600 s.',
    contacts: () => [300, 900].map((dialledAfter) => contact({ legs: [{ callback: { dialledAfter } }] })),
    value: 600,
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['waitMs', 'dialled'],
  spans: ['waitMs'],
  aggregation: { kind: 'mean', sum: 'waitMs', count: 'dialled' },
  distribution: { of: 'waitMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 7,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'waitMs', measure: 'first-dial', stat: 'sum' },
    { part: 'dialled', measure: 'first-dial', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Time to the first dialling, where it was dialled.',
      why: 'A callback is a promise about time.',
    },
  ],
  observe(facts) {
    return observeLegEmissions(facts, [['first-dial', (waitMs) => ({ waitMs, dialled: 1 })]])
  },
})
