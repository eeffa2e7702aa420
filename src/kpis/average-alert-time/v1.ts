import { z } from 'zod'
import { defineKpi } from '../definition'
import { observeLegEmissions } from '../leg-observation'
import { contact } from '../told'

/**
 * Average alert time, in seconds.
 *
 *   total alerting / contacts alerted
 *
 * How long a contact rang at an agent before it was taken or went on, each where its alerting ended. Alerting is no part of handle time; the
 * customer waits through it.
 */
export const averageAlertTimeV1 = defineKpi({
  name: 'average-alert-time',
  version: 1,
  title: 'Average alert time',
  description:
    'How long a contact rings at an agent before the agent takes it or it goes on to another, on average. Part of the wait, not of the handle time.',
  formula: 'total alerting / contacts alerted',
  source: 'Genesys Cloud: tAlert.sum / tAlert.count (docs/facts/genesys.md §4.5)',
  example: {
    words: 'Taken after ringing for 4 s and 8 s: 12 / 2 = 6 s.',
    contacts: () => [
      contact({ legs: [{ alert: 4, talk: 60 }] }),
      contact({ legs: [{ alert: 8, talk: 60 }] }),
    ],
    value: 6,
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['alertMs', 'alerts'],
  spans: ['alertMs'],
  aggregation: { kind: 'mean', sum: 'alertMs', count: 'alerts' },
  distribution: { of: 'alertMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'alertMs', measure: 'alert', stat: 'sum' },
    { part: 'alerts', measure: 'alert', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Alerting, where it ended.',
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts) {
    return observeLegEmissions(facts, [['alert', (alertMs) => ({ alertMs, alerts: 1 })]])
  },
})
