import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { times } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Flow-out rate, in percent.
 *
 *   flowed out / offered × 100
 *
 * A flow-out is a customer who left the queue for somewhere else without an agent: voicemail, a callback, another queue. Entry
 * and flow-out each count at their own instant.
 *
 * Where it went is the platform's word, and new words come: callbacks and voicemail are parts of their own, all else, and what the platform
 * gives no word for, is elsewhere. The variants read them.
 *
 * Changed from v1 (additive): flow-outs by where they went.
 */
export const flowOutRateV2 = defineKpi({
  name: 'flow-out-rate',
  version: 2,
  title: 'Flow-out rate',
  description: 'The share of customers in a queue who were led elsewhere before an agent answered.',
  formula: 'flowed out / offered × 100',
  source: 'Genesys Cloud: tFlowOut.count / nOffered.count (docs/facts/kpis.md §1b)',
  example: {
    words:
      'Of 1,000 offered contacts 30 chose a callback, 15 went to voicemail and 5 elsewhere: 5 %; to callbacks 3 %, to voicemail 1.5 %, elsewhere 0.5 %.',
    contacts: () => [
      ...times(950, { visits: [{ answeredAfter: 20 }] }),
      ...times(30, { visits: [{ flowedOutAfter: 90, flowOutType: 'callback' }] }),
      ...times(15, { visits: [{ flowedOutAfter: 90, flowOutType: 'voicemail' }] }),
      ...times(5, { visits: [{ flowedOutAfter: 90 }] }),
    ],
    value: 5,
    variants: [
      { variant: 'to-callback', value: 3 },
      { variant: 'to-voicemail', value: 1.5 },
      { variant: 'elsewhere', value: 0.5 },
    ],
  },
  unit: 'percent',
  better: 'neither',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['flowedOut', 'offered', 'toCallback', 'toVoicemail', 'elsewhere'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'flowedOut', denominator: 'offered', scale: 100 },
  variants: {
    'to-callback': {
      formula: 'flowed out to a callback / offered × 100',
      numerator: { toCallback: 1 },
      denominator: { offered: 1 },
    },
    'to-voicemail': {
      formula: 'flowed out to voicemail / offered × 100',
      numerator: { toVoicemail: 1 },
      denominator: { offered: 1 },
    },
    elsewhere: {
      formula: 'flowed out elsewhere / offered × 100',
      numerator: { elsewhere: 1 },
      denominator: { offered: 1 },
    },
  },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'flowedOut', measure: 'flowed-out', stat: 'count' },
    { part: 'offered', measure: 'offered', stat: 'count' },
  ],
  changelog: [
    {
      version: 2,
      date: '2026-11-26',
      kind: 'additive',
      what: 'Flow-outs to callbacks, to voicemail and elsewhere are parts of their own. The value is that of version 1.',
      why: 'A customer who is called back was not lost; one who was led in a circle was.',
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      let emission = 0
      for (const { at, value } of all(visit.measurements, 'offered')) {
        observations.push(visitObservation(visit, emission++, at, { ...nothing, offered: value }))
      }
      const went = partOf[visit.flowOutType?.toLowerCase() ?? ''] ?? 'elsewhere'
      for (const { at } of all(visit.measurements, 'flowed-out')) {
        observations.push(visitObservation(visit, emission++, at, { ...nothing, flowedOut: 1, [went]: 1 }))
      }
    }
    return observations
  },
})

const nothing = { flowedOut: 0, offered: 0, toCallback: 0, toVoicemail: 0, elsewhere: 0 }

const partOf: Readonly<Record<string, 'toCallback' | 'toVoicemail'>> = {
  callback: 'toCallback',
  voicemail: 'toVoicemail',
}
