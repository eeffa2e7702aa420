import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { contact } from '../told'

/**
 * After-call work ratio, in percent.
 *
 *   total after-call work / total handle × 100
 *
 * Each part counts where the platform posts it: after-call work may lie in an earlier interval than the handle that holds it, so over
 * short intervals the ratio wanders; over days it settles.
 */
export const afterCallWorkRatioV1 = defineKpi({
  name: 'after-call-work-ratio',
  version: 1,
  title: 'After-call work ratio',
  description: 'The share of after-call work in the time agents are busy with contacts.',
  formula: 'total after-call work / total handle × 100',
  source: 'Genesys Cloud: tAcw.sum / tHandle.sum (docs/facts/kpis.md §1a)',
  example: {
    words: '60 s of after-call work in 600 s of handle: 10 %.',
    contacts: () => [contact({ legs: [{ talk: 540, afterCallWork: 60 }] })],
    value: 10,
  },
  unit: 'percent',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['afterCallWorkMs', 'handleMs'],
  spans: ['afterCallWorkMs', 'handleMs'],
  aggregation: { kind: 'ratio', numerator: 'afterCallWorkMs', denominator: 'handleMs', scale: 100 },
  distribution: { of: 'afterCallWorkMs', zeros: 'skip' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'afterCallWorkMs', measure: 'after-call-work', stat: 'sum' },
    { part: 'handleMs', measure: 'handle', stat: 'sum' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'After-call work by handle, each where it is posted.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts) {
    return observeLegEmissions(facts, [
      ['after-call-work', (afterCallWorkMs) => ({ afterCallWorkMs, handleMs: 0 })],
      ['handle', (handleMs) => ({ afterCallWorkMs: 0, handleMs })],
    ])
  },
})
