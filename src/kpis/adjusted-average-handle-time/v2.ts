import { z } from 'zod'
import { isOpen } from '../../time/open-time'
import { weeklyCalendar, weeklyHours } from '../business-hours'
import { defineKpi, type Observation } from '../definition'
import { workCompleteAt, workMs } from '../leg-work'
import { contact } from '../told'
import { lackedBy } from '../wrap-up-code'

/**
 * Adjusted average handle time, in seconds.
 *
 *   adjusted handle = talk + hold + after-call work of a leg that counts
 *   value           = total adjusted handle / legs that count
 *
 * A leg counts when its wrap-up code is not excluded, it was more than a consult, and it started in business hours.
 * A leg that does not count yields no observation: it lowers no mean.
 *
 * Business hours are those of the calendar of the agent's site: weekly windows that may cross midnight, in the
 * agent's zone unless the calendar names its own. A site without a calendar is open by
 * the parameter `businessHours`: 08:00 to 18:00 every day, the hours of version 1.
 *
 * A leg counts at the instant its handling was complete; one that ended without the platform's saying so counts once
 * its conversation is over. Without a zone for the agent it is set aside and
 * counted as such, unless its wrap-up code or its being a consult excludes it in any zone.
 *
 * Changed from v1 (breaking): excluded legs are absent instead of 0.0; consults are left out; hours come from the
 * site's calendar.
 */
export const adjustedAverageHandleTimeV2 = defineKpi<AdjustedParameters>({
  name: 'adjusted-average-handle-time',
  version: 2,
  title: 'Adjusted average handle time',
  description:
    "Talk, hold and after-call work of an agent's leg that started in the business hours of the agent's site. Leaves out legs wrapped up as self-service or external transfer and legs that were only a consult.",
  formula: '(talk + hold + after-call work) / legs that count',
  source:
    'Version 1 with its mistakes mended (docs/facts/kpis.md §1a); business hours as instant windows (docs/facts/kpis.md §3.3)',
  example: {
    words: 'Three legs of 300 s, the second an IVR_SELF_SERVICE: (300 + 300) / 2 = 300 s.',
    contacts: () => [
      contact({ legs: [{ talk: 300 }, { talk: 300, wrapUpCode: 'IVR_SELF_SERVICE' }, { talk: 300 }] }),
    ],
    value: 300,
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
  missing: { lookUp: { 'wrap-up-code': 'own-name', 'site-calendar': 'parameter' }, measure: 'pieces' },
  reads: ['agent-zone', 'wrap-up-code', 'site-calendar'],
  maturityDays: 3,
  parameters: z.strictObject({
    excludedWrapUpCodes: z
      .array(z.string().min(1))
      .default(['IVR_SELF_SERVICE', 'IVR_TRANSFER_EXTERNAL'])
      .describe('Names (or literals) of wrap-up codes whose legs do not count.'),
    businessHours: weeklyHours
      .default({
        mon: ['08:00-18:00'],
        tue: ['08:00-18:00'],
        wed: ['08:00-18:00'],
        thu: ['08:00-18:00'],
        fri: ['08:00-18:00'],
        sat: ['08:00-18:00'],
        sun: ['08:00-18:00'],
      })
      .describe('Weekly windows for agents whose site has no calendar.'),
  }),
  reconcilesTo: [],
  changelog: [
    {
      version: 2,
      date: '2026-11-20',
      kind: 'breaking',
      what: 'Excluded legs yield no observation, consults are left out, business hours come from the calendar of the site.',
      why: 'Excluded legs entered version 1 as 0.0 and poisoned the mean; a consulted colleague is not a second contact; sites differ in hours, nights and holidays.',
    },
  ],
  rules: [
    {
      name: 'consults',
      words: 'a leg that was only a consult is left out',
      explains: ({ ordinal, before, after }, { agentLegs }) =>
        before !== null &&
        after === null &&
        agentLegs.find((leg) => leg.ordinal === ordinal)?.consultOnly === true,
    },
    {
      name: 'exclusions',
      words: 'an excluded leg is left out; version 1 counted it as 0 seconds',
      explains: ({ before, after }) => before?.handleMs === 0 && after === null,
    },
    {
      name: 'business-hours',
      words:
        "hours are those of the calendar of the agent's site, or of the parameter; version 1 knew 08:00 to 18:00",
      explains: ({ before, after }) => before !== null && before.handleMs !== after?.handleMs,
    },
  ],
  observe(facts, context) {
    const observations: Observation[] = []
    const { excludedWrapUpCodes, businessHours } = context.parameters
    for (const leg of facts.agentLegs) {
      const at = workCompleteAt(facts, leg)
      if (at === null || leg.consultOnly) continue
      if (
        leg.wrapUpCode !== null &&
        excludedWrapUpCodes.includes(context.wrapUpName(leg.wrapUpCode, leg.startedAt))
      )
        continue
      const zone = context.zoneOfAgent(leg.agentId, leg.startedAt)
      if (zone !== null) {
        const hours = context.calendarOfAgent(leg.agentId, leg.startedAt) ?? weeklyCalendar(businessHours)
        if (!isOpen(hours, zone, leg.startedAt)) continue
      }
      observations.push({
        ordinal: leg.ordinal,
        at,
        agentId: leg.agentId,
        queueId: leg.queueId,
        mediaType: leg.mediaType,
        direction: leg.direction,
        parts: zone === null ? null : { handleMs: workMs(leg), legs: 1 },
        unfinished: leg.endedAt === null,
        quality: leg.quality,
        ...lackedBy(leg, zone, excludedWrapUpCodes, context),
      })
    }
    return observations
  },
})

interface AdjustedParameters {
  excludedWrapUpCodes: string[]
  businessHours: z.infer<typeof weeklyHours>
}
