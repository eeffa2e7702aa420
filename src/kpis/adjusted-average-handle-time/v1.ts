import { z } from 'zod'
import type { AgentLeg } from '../../facts/fact'
import { localHour } from '../../time/local-time'
import type { Zone } from '../../time/zone-name'
import type { KpiContext } from '../context'
import { defineKpi, type Observation } from '../definition'
import { workCompleteAt, workMs } from '../leg-work'
import { contact } from '../told'
import { lackedBy } from '../wrap-up-code'

/**
 * Adjusted average handle time, in seconds, as it was first published.
 *
 *   adjusted handle = talk + hold + after-call work, or 0 for an excluded leg
 *   value           = total adjusted handle / legs
 *
 * Excluded are legs with the wrap-up code IVR_SELF_SERVICE or IVR_TRANSFER_EXTERNAL, and legs that did not start
 * at 08:00 ≤ local hour < 18:00 in the agent's zone, any day of the week.
 *
 * A known mistake, kept: an excluded leg enters the mean as 0.0 instead of not at all, so every exclusion pulls
 * the value down. Numbers were published this way and must stay explainable; version 2 mends it.
 *
 * A leg counts once its handling is complete, at that instant; one that ended without the platform's saying so counts
 * once its conversation is over. Without a zone for the agent nobody can say whether
 * the leg lay in business hours: it is set aside and counted as such, whatever its wrap-up code.
 */
export const adjustedAverageHandleTimeV1 = defineKpi({
  name: 'adjusted-average-handle-time',
  version: 1,
  title: 'Adjusted average handle time',
  description:
    "Talk, hold and after-call work of an agent's leg in business hours (08:00 to 18:00 in the agent's zone). Legs that are excluded enter as 0.0: a known mistake of this version.",
  formula: '(talk + hold + after-call work, 0 when excluded) / legs',
  source: 'The write-up the first published numbers were made with (docs/facts/kpis.md §1a)',
  example: {
    words: 'Three legs of 300 s, the second an IVR_SELF_SERVICE: (300 + 0 + 300) / 3 = 200 s.',
    contacts: () => [
      contact({ legs: [{ talk: 300 }, { talk: 300, wrapUpCode: 'IVR_SELF_SERVICE' }, { talk: 300 }] }),
    ],
    value: 200,
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['handleMs', 'legs'],
  spans: ['handleMs'],
  aggregation: { kind: 'ratio', numerator: 'handleMs', denominator: 'legs', scale: 0.001 },
  distribution: { of: 'handleMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'set-aside',
  missing: { lookUp: { 'wrap-up-code': 'own-name' }, measure: 'pieces' },
  reads: ['agent-zone', 'wrap-up-code'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-20',
      kind: 'first',
      what: 'The rule as written. Excluded legs enter as 0.0, which lowers the mean: 300, excluded, 300 gives 200.',
      why: 'Numbers were published by this rule. The mistake is kept here so that they can be reproduced, and mended in version 2.',
    },
  ],
  observe(facts, context) {
    const observations: Observation[] = []
    for (const leg of facts.agentLegs) {
      const at = workCompleteAt(facts, leg)
      if (at === null) continue
      const zone = context.zoneOfAgent(leg.agentId, leg.startedAt)
      const counted = zone !== null && isCounted(leg, zone, context)
      observations.push({
        ordinal: leg.ordinal,
        at,
        agentId: leg.agentId,
        queueId: leg.queueId,
        mediaType: leg.mediaType,
        direction: leg.direction,
        parts: zone === null ? null : { handleMs: counted ? workMs(leg) : 0, legs: 1 },
        unfinished: leg.endedAt === null,
        quality: leg.quality,
        ...lackedBy(leg, zone, excludedWrapUpCodes, context),
      })
    }
    return observations
  },
})

const excludedWrapUpCodes = ['IVR_SELF_SERVICE', 'IVR_TRANSFER_EXTERNAL']
const opensAtHour = 8
const closesAtHour = 18

function isCounted(leg: AgentLeg, zone: Zone, context: KpiContext): boolean {
  if (
    leg.wrapUpCode !== null &&
    excludedWrapUpCodes.includes(context.wrapUpName(leg.wrapUpCode, leg.startedAt))
  )
    return false
  const hour = localHour(zone, leg.startedAt)
  return hour >= opensAtHour && hour < closesAtHour
}
