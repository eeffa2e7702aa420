import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { times } from '../told'

/**
 * Transfer rate, in percent.
 *
 *   transfers / handled legs × 100
 *
 * Every transfer an agent makes counts, at its own instant: one leg may transfer twice. `kind` narrows it to blind transfers
 * (the customer is handed on at once) or consult transfers (the agent spoke to the other first). A consult that ended
 * without a transfer is none.
 */
export const transferRateV1 = defineKpi<{ kind: 'any' | 'blind' | 'consult' }>({
  name: 'transfer-rate',
  version: 1,
  title: 'Transfer rate',
  description: 'How often agents hand a contact on. Counted is who transfers, not who receives.',
  formula: 'transfers / handled legs × 100',
  source:
    'Genesys Cloud: nTransferred, nBlindTransferred or nConsultTransferred / tHandle.count (docs/facts/kpis.md §1a)',
  example: {
    words: '200 handled legs, 20 transfers, 15 of them blind: 10 %; blind alone 7.5 %, consult alone 2.5 %.',
    contacts: () => [
      ...times(180, { legs: [{ talk: 200 }] }),
      ...times(15, { legs: [{ talk: 200, transfers: ['blind'] }] }),
      ...times(5, { legs: [{ talk: 200, transfers: ['consult'] }] }),
    ],
    value: 10,
    variants: [
      { parameters: { kind: 'blind' }, value: 7.5 },
      { parameters: { kind: 'consult' }, value: 2.5 },
    ],
  },
  unit: 'percent',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['transfers', 'handled'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'transfers', denominator: 'handled', scale: 100 },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    kind: z.enum(['any', 'blind', 'consult']).default('any').describe('Which transfers count.'),
  }),
  reconcilesTo: [
    { part: 'transfers', measure: 'transferred', stat: 'count', onlyWith: { kind: 'any' } },
    { part: 'transfers', measure: 'blind-transferred', stat: 'count', onlyWith: { kind: 'blind' } },
    { part: 'transfers', measure: 'consult-transferred', stat: 'count', onlyWith: { kind: 'consult' } },
    { part: 'handled', measure: 'handle', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Transfers by handled legs, each at its own instant.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts, { parameters }) {
    return observeLegEmissions(facts, [
      [measureOf[parameters.kind], (transfers) => ({ transfers, handled: 0 })],
      ['handle', () => ({ transfers: 0, handled: 1 })],
    ])
  },
})

const measureOf = { any: 'transferred', blind: 'blind-transferred', consult: 'consult-transferred' } as const
