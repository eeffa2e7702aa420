import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { contact, times } from '../told'

/**
 * Callback reach rate, in percent.
 *
 *   callbacks connected / attempts × 100
 *
 * An attempt counts when the agent dialled, a connection when the customer answered, each at its own instant. A customer who is dialled
 * twice and reached once is two attempts and one connection.
 */
export const callbackReachRateV1 = defineKpi({
  name: 'callback-reach-rate',
  version: 1,
  title: 'Callback reach rate',
  description:
    'How often a callback reached its customer, of all attempts. Its variants say how often it did not, and how often it was dialled after the target.',
  formula: 'callbacks connected / attempts × 100',
  source:
    'Genesys Cloud: tFirstConnect.count, nCallbackAttempts, nCallbackOverSla (docs/facts/kpis.md §1b, callback KPIs)',
  example: {
    words: '20 attempts reach 15 customers, 2 of them late: 75 %. Not reached 25 %, over target 10 %.',
    contacts: () => [
      ...times(13, { legs: [{ callback: { dialledAfter: 300, reachedAfter: 310 } }] }),
      ...times(2, { legs: [{ callback: { dialledAfter: 4000, reachedAfter: 4010, overTarget: true } }] }),
      ...times(4, { legs: [{ callback: { dialledAfter: 300 } }] }),
      contact({ legs: [{ callback: { dialledAfter: 600 } }] }),
    ],
    value: 75,
    variants: [
      { variant: 'not-reached', value: 25 },
      { variant: 'over-target', value: 10 },
    ],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['connected', 'attempts', 'overTarget'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'connected', denominator: 'attempts', scale: 100 },
  variants: {
    'not-reached': {
      formula: '(attempts − connected) / attempts × 100',
      numerator: { attempts: 1, connected: -1 },
      denominator: { attempts: 1 },
    },
    'over-target': {
      formula: 'dialled after the target / attempts × 100',
      numerator: { overTarget: 1 },
      denominator: { attempts: 1 },
    },
  },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 7,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'connected', measure: 'first-connect', stat: 'count' },
    { part: 'attempts', measure: 'callback-attempted', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Connected callbacks by attempts, each at its own instant.',
      why: 'A callback nobody answers costs an agent and leaves a customer waiting.',
    },
  ],
  observe(facts) {
    return observeLegEmissions(facts, [
      ['first-connect', () => ({ connected: 1, attempts: 0, overTarget: 0 })],
      ['callback-attempted', (attempts) => ({ connected: 0, attempts, overTarget: 0 })],
      ['callback-over-target', (overTarget) => ({ connected: 0, attempts: 0, overTarget })],
    ])
  },
})
