import { z } from 'zod'
import { onQueue } from '../../facts/agent-day'
import { inParts, observeQuarters } from '../agent-quarters'
import { defineKpi } from '../definition'
import { agentDay } from '../told-agent-day'

const parts = ['onQueueMs']

/**
 * On-queue time, in seconds: how long agents were there for the queue, busy or waiting.
 *
 *   total time with the presence On Queue
 */
export const onQueueTimeV1 = defineKpi<Record<string, never>, 'agent-day'>({
  name: 'on-queue-time',
  version: 1,
  title: 'On-queue time',
  description:
    'How long agents were on the queue: handling, waiting for the next contact, or not responding to one.',
  formula: 'total time with presence On Queue',
  source: 'Genesys Cloud: tSystemPresence of ON_QUEUE (docs/facts/genesys.md §3)',
  example: {
    words: 'On queue from 09:10 to 10:00 and from 10:15 to 11:00: 95 minutes, 5700 s.',
    contacts: () => [
      agentDay({
        shown: { '09:10': 'on-queue', '10:00': 'break', '10:15': 'on-queue', '11:00': 'offline' },
      }),
    ],
    value: 5700,
  },
  unit: 'seconds',
  better: 'neither',
  unitOfObservation: 'agent-quarter',
  dimensions: ['agent'],
  parts,
  spans: [],
  aggregation: { kind: 'total', part: 'onQueueMs' },
  distribution: null,
  attribution: 'clip',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Time with the presence On Queue, where it elapsed.',
      why: 'What occupancy and contacts per hour are reckoned over.',
    },
  ],
  observe(day) {
    return observeQuarters(day, parts, inParts(onQueue(day.presences), 'onQueueMs'))
  },
})
