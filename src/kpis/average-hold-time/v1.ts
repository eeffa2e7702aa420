import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { contact, times } from '../told'

/**
 * Average hold time, in seconds.
 *
 *   total hold / handled legs          (divisor: handled, the default)
 *   total hold / legs with hold        (divisor: own)
 *
 * Both divisors are in use, and give other numbers where not every leg has hold: the definition says which it is. The
 * hold of a leg counts where the platform posts it, and the leg where its handle is posted, so that each part
 * reconciles with the platform's. All holds of a leg are added up.
 */
export const averageHoldTimeV1 = defineKpi<{ divisor: 'handled' | 'own' }>({
  name: 'average-hold-time',
  version: 1,
  title: 'Average hold time',
  description:
    'How much hold a handled contact takes an agent, on average. One contact handled by two agents counts twice.',
  formula: 'total hold / handled legs, or with divisor own / legs with hold',
  source: 'Genesys Cloud: tHeldComplete.sum / tHandle.count, or / its own count (docs/facts/kpis.md §1a)',
  example: {
    words:
      'Two of ten handled legs were on hold, for 30 s and 90 s: 120 / 10 = 12 s; over the legs with hold 120 / 2 = 60 s.',
    contacts: () => [
      ...times(8, { legs: [{ talk: 200 }] }),
      contact({ legs: [{ talk: 200, hold: 30 }] }),
      contact({ legs: [{ talk: 200, hold: 90 }] }),
    ],
    value: 12,
    variants: [{ parameters: { divisor: 'own' }, value: 60 }],
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['heldMs', 'legs'],
  spans: ['heldMs'],
  aggregation: { kind: 'ratio', numerator: 'heldMs', denominator: 'legs', scale: 0.001 },
  distribution: { of: 'heldMs', zeros: 'skip' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    divisor: z
      .enum(['handled', 'own'])
      .default('handled')
      .describe('Which legs it is divided by: all that were handled, or those that had any hold.'),
  }),
  reconcilesTo: [
    { part: 'heldMs', measure: 'held-complete', stat: 'sum' },
    { part: 'legs', measure: 'handle', stat: 'count', onlyWith: { divisor: 'handled' } },
    { part: 'legs', measure: 'held-complete', stat: 'count', onlyWith: { divisor: 'own' } },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Average hold time by handled legs or by legs that had it.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts, { parameters }) {
    if (parameters.divisor === 'own')
      return observeLegEmissions(facts, [['held-complete', (heldMs) => ({ heldMs, legs: 1 })]])
    return observeLegEmissions(facts, [
      ['held-complete', (heldMs) => ({ heldMs, legs: 0 })],
      ['handle', () => ({ heldMs: 0, legs: 1 })],
    ])
  },
})
