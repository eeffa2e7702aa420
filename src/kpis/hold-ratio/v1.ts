import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { contact } from '../told'

/**
 * Hold ratio, in percent.
 *
 *   total hold / total handle × 100
 *
 * Each part counts where the platform posts it: hold may lie in an earlier interval than the handle that holds it, so over
 * short intervals the ratio wanders; over days it settles.
 */
export const holdRatioV1 = defineKpi({
  name: 'hold-ratio',
  version: 1,
  title: 'Hold ratio',
  description: 'The share of hold in the time agents are busy with contacts.',
  formula: 'total hold / total handle × 100',
  source: 'Genesys Cloud gamification, "Hold Time Ratio": hold time / handle time (docs/facts/kpis.md §1a)',
  example: {
    words: '120 s of hold in 1,200 s of handle: 10 %.',
    contacts: () => [contact({ legs: [{ talk: 1080, hold: 120 }] })],
    value: 10,
  },
  unit: 'percent',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['heldMs', 'handleMs'],
  spans: ['heldMs', 'handleMs'],
  aggregation: { kind: 'ratio', numerator: 'heldMs', denominator: 'handleMs', scale: 100 },
  distribution: { of: 'heldMs', zeros: 'skip' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'heldMs', measure: 'held-complete', stat: 'sum' },
    { part: 'handleMs', measure: 'handle', stat: 'sum' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Hold by handle, each where it is posted.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts) {
    return observeLegEmissions(facts, [
      ['held-complete', (heldMs) => ({ heldMs, handleMs: 0 })],
      ['handle', (handleMs) => ({ heldMs: 0, handleMs })],
    ])
  },
})
