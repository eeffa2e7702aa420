import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { contact } from '../told'

/**
 * Average talk time, in seconds.
 *
 *   total talk / handled legs          (divisor: handled, the default)
 *   total talk / legs with talk        (divisor: own)
 *
 * Both divisors are in use, and give other numbers where not every leg has talk: the definition says which it is. The
 * talk of a leg counts where the platform posts it, and the leg where its handle is posted, so that each part
 * reconciles with the platform's. Hold is no part of it.
 */
export const averageTalkTimeV1 = defineKpi<{ divisor: 'handled' | 'own' }>({
  name: 'average-talk-time',
  version: 1,
  title: 'Average talk time',
  description:
    'How much talk a handled contact takes an agent, on average. One contact handled by two agents counts twice.',
  formula: 'total talk / handled legs, or with divisor own / legs with talk',
  source: 'Genesys Cloud: tTalkComplete.sum / tHandle.count, or / its own count (docs/facts/kpis.md §1a)',
  example: {
    words:
      'Talk of 200 s and 100 s on three handled legs, one of which was only wrapped up: 300 / 3 = 100 s; over the legs with talk 300 / 2 = 150 s.',
    contacts: () => [contact({ legs: [{ talk: 200 }, { talk: 100 }, { afterCallWork: 30 }] })],
    value: 100,
    variants: [{ parameters: { divisor: 'own' }, value: 150 }],
  },
  unit: 'seconds',
  better: 'neither',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['talkMs', 'legs'],
  spans: ['talkMs'],
  aggregation: { kind: 'ratio', numerator: 'talkMs', denominator: 'legs', scale: 0.001 },
  distribution: { of: 'talkMs', zeros: 'skip' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    divisor: z
      .enum(['handled', 'own'])
      .default('handled')
      .describe('Which legs it is divided by: all that were handled, or those that had any talk.'),
  }),
  reconcilesTo: [
    { part: 'talkMs', measure: 'talk-complete', stat: 'sum' },
    { part: 'legs', measure: 'handle', stat: 'count', onlyWith: { divisor: 'handled' } },
    { part: 'legs', measure: 'talk-complete', stat: 'count', onlyWith: { divisor: 'own' } },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Average talk time by handled legs or by legs that had it.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts, { parameters }) {
    if (parameters.divisor === 'own')
      return observeLegEmissions(facts, [['talk-complete', (talkMs) => ({ talkMs, legs: 1 })]])
    return observeLegEmissions(facts, [
      ['talk-complete', (talkMs) => ({ talkMs, legs: 0 })],
      ['handle', () => ({ talkMs: 0, legs: 1 })],
    ])
  },
})
