import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { contact, times } from '../told'
import { visitObservation } from '../visit-observation'

/**
 * Callbacks requested.
 *
 *   entries into a queue of the medium callback
 *
 * A caller who asks to be called back leaves the voice queue and enters it again as a callback: two entries of one conversation, of two
 * media. It counts when the callback was asked for, not when it is due. A callback that an agent owns alone enters no queue and is left out.
 */
export const callbacksRequestedV1 = defineKpi({
  name: 'callbacks-requested',
  version: 1,
  title: 'Callbacks requested',
  description:
    'How often customers asked to be called back instead of waiting. Leaves out callbacks that an agent scheduled to themselves: they are in no queue.',
  formula: 'entries into a queue of the medium callback',
  source:
    'Genesys Cloud: nOffered of mediaType callback (docs/facts/genesys.md §3: one voice entry, then one of the callback)',
  example: {
    words: 'Of ten callers three ask to be called back: 3.',
    contacts: () => [
      ...times(7, { visits: [{ answeredAfter: 12 }] }),
      ...Array.from({ length: 3 }, () =>
        contact({ visits: [{ flowedOutAfter: 60 }, { mediaType: 'callback', answeredAfter: 900 }] }),
      ),
    ],
    value: 3,
  },
  unit: 'count',
  better: 'neither',
  unitOfObservation: 'queue-visit',
  dimensions: ['queue', 'mediaType', 'direction'],
  parts: ['requested'],
  spans: [],
  aggregation: { kind: 'count', part: 'requested' },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  reads: ['queue-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Entries of callbacks into queues.',
      why: 'Whoever staffs callbacks must know how many were asked for.',
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const visit of facts.queueVisits) {
      if (visit.mediaType !== 'callback') continue
      all(visit.measurements, 'offered').forEach(({ at, value }, emission) => {
        observations.push(visitObservation(visit, emission, at, { requested: value }))
      })
    }
    return observations
  },
})
