import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { contact } from '../told'

/**
 * Average after-call work, in seconds.
 *
 *   total after-call work / handled legs               (divisor: handled, the default)
 *   total after-call work / legs with after-call work  (divisor: own)
 *
 * Both divisors are in use, and give other numbers where not every leg has after-call work: the definition says which it is. The
 * after-call work of a leg counts where the platform posts it, and the leg where its handle is posted, so that each part
 * reconciles with the platform's. It often ends minutes after the customer left, and counts where it ended.
 */
export const averageAfterCallWorkV1 = defineKpi<{ divisor: 'handled' | 'own' }>({
  name: 'average-after-call-work',
  version: 1,
  title: 'Average after-call work',
  description:
    'How much after-call work a handled contact takes an agent, on average. One contact handled by two agents counts twice.',
  formula: 'total after-call work / handled legs, or with divisor own / legs with after-call work',
  source: 'Genesys Cloud: tAcw.sum / tHandle.count, or / its own count (docs/facts/kpis.md §1a)',
  example: {
    words:
      'Two legs with 20 s and 40 s of after-call work, a third without: 60 / 3 = 20 s; over the legs with it 60 / 2 = 30 s.',
    contacts: () => [
      contact({ legs: [{ talk: 100, afterCallWork: 20 }, { talk: 100, afterCallWork: 40 }, { talk: 100 }] }),
    ],
    value: 20,
    variants: [{ parameters: { divisor: 'own' }, value: 30 }],
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['afterCallWorkMs', 'legs'],
  spans: ['afterCallWorkMs'],
  aggregation: { kind: 'ratio', numerator: 'afterCallWorkMs', denominator: 'legs', scale: 0.001 },
  distribution: { of: 'afterCallWorkMs', zeros: 'skip' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    divisor: z
      .enum(['handled', 'own'])
      .default('handled')
      .describe('Which legs it is divided by: all that were handled, or those that had any after-call work.'),
  }),
  reconcilesTo: [
    { part: 'afterCallWorkMs', measure: 'after-call-work', stat: 'sum' },
    { part: 'legs', measure: 'handle', stat: 'count', onlyWith: { divisor: 'handled' } },
    { part: 'legs', measure: 'after-call-work', stat: 'count', onlyWith: { divisor: 'own' } },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Average after-call work by handled legs or by legs that had it.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts, { parameters }) {
    if (parameters.divisor === 'own')
      return observeLegEmissions(facts, [
        ['after-call-work', (afterCallWorkMs) => ({ afterCallWorkMs, legs: 1 })],
      ])
    return observeLegEmissions(facts, [
      ['after-call-work', (afterCallWorkMs) => ({ afterCallWorkMs, legs: 0 })],
      ['handle', () => ({ afterCallWorkMs: 0, legs: 1 })],
    ])
  },
})
