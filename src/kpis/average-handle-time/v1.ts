import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { legObservation } from '../leg-observation'
import { contact } from '../told'

/**
 * Average handle time (AHT), in seconds.
 *
 *   handle = talk + hold + after-call work (+ dialing + contacting when outbound)
 *   AHT    = total handle / handled legs
 *
 * A leg counts once, when its after-call work ended, even when the call began hours earlier: that is where the
 * platform posts it. Alerting is no part of it. Media are best read apart: an e-mail's handle spans days.
 */
export const averageHandleTimeV1 = defineKpi({
  name: 'average-handle-time',
  version: 1,
  title: 'Average handle time',
  description:
    'How long agents are busy with a contact, on average: talk, hold and after-call work, with dialing and contacting on outbound. One contact handled by two agents counts twice. Media are best read apart (split by media): the handle of an e-mail spans days.',
  formula: '(talk + hold + after-call work + dialing + contacting) / handled legs',
  source: 'Genesys Cloud: tHandle.sum / tHandle.count (docs/facts/genesys.md §4.3, §4.4)',
  example: {
    words: 'Talk 374.561 s and hold 544.176 s, no after-call work: 918.737 s.',
    contacts: () => [contact({ legs: [{ talk: 374.561, hold: 544.176 }] })],
    value: 918.737,
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['handleMs', 'handled'],
  spans: ['handleMs'],
  aggregation: { kind: 'ratio', numerator: 'handleMs', denominator: 'handled', scale: 0.001 },
  distribution: { of: 'handleMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'handleMs', measure: 'handle', stat: 'sum' },
    { part: 'handled', measure: 'handle', stat: 'count' },
  ],
  changelog: [
    {
      version: 1,
      date: '2026-11-20',
      kind: 'first',
      what: "The platform's handle, at completion.",
      why: "The platform's own attribution, so that both parts reconcile.",
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const leg of facts.agentLegs) {
      all(leg.measurements, 'handle').forEach(({ at, value }, emission) => {
        observations.push(legObservation(leg, emission, at, { handleMs: value, handled: 1 }))
      })
    }
    return observations
  },
})
