import { z } from 'zod'
import type { RoutingStatus } from '../../events/agent-event'
import { routedOnQueue } from '../../facts/agent-day'
import { observeQuarters, type PartOfTime } from '../agent-quarters'
import { defineKpi } from '../definition'
import { agentDay } from '../told-agent-day'

const parts = ['interactingMs', 'communicatingMs', 'idleMs', 'routableMs']

/** Which part a routing status counts in; all three are routable. Not responding is neither work nor waiting for it. */
const partOf: Readonly<Partial<Record<RoutingStatus, string>>> = {
  interacting: 'interactingMs',
  communicating: 'communicatingMs',
  idle: 'idleMs',
}

/**
 * Occupancy, in percent: how much of the time that agents were there for contacts they were busy with them.
 *
 *   Interacting / (Interacting + Communicating + Idle) × 100, while on the queue
 *
 * Time not responding, and time of which no routing status is told, is in neither. The variant `industry` is handling
 * time by handling and available time, without the calls that came by no queue.
 */
export const occupancyV1 = defineKpi<Record<string, never>, 'agent-day'>({
  name: 'occupancy',
  version: 1,
  title: 'Occupancy',
  description:
    'The share of time handling contacts in the time agents were on the queue and could be reached. High occupancy means little rest between contacts.',
  formula: 'Interacting / (Interacting + Communicating + Idle) × 100, while on the queue',
  source:
    'Genesys Cloud: routing status time while on queue; ICMI: handle / (handle + available) (docs/facts/kpis.md §1c)',
  example: {
    words:
      'Of an hour on the queue 40 min interacting, 8 min communicating, 12 min idle: 40 / 60 = 66.67 %. By the industry’s formula, 40 / 52 = 76.92 %.',
    contacts: () => [
      agentDay({
        shown: { '09:00': 'on-queue', '10:00': 'offline' },
        routed: { '09:00': 'interacting', '09:40': 'communicating', '09:48': 'idle', '10:00': 'off-queue' },
      }),
    ],
    value: 66.67,
    variants: [{ variant: 'industry', value: 76.92 }],
  },
  unit: 'percent',
  better: 'neither',
  unitOfObservation: 'agent-quarter',
  dimensions: ['agent'],
  parts,
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'interactingMs', denominator: 'routableMs', scale: 100 },
  variants: {
    industry: {
      formula: 'Interacting / (Interacting + Idle) × 100: handle / (handle + available)',
      numerator: { interactingMs: 1 },
      denominator: { interactingMs: 1, idleMs: 1 },
    },
  },
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
      what: "The platform's formula over routing status, where time elapsed.",
      why: 'Time on the queue is what staffing has to fill.',
    },
  ],
  observe(day) {
    return observeQuarters(day, parts, routable())

    function* routable(): Generator<PartOfTime> {
      for (const { start, end, status } of routedOnQueue(day)) {
        const part = partOf[status]
        if (part === undefined) continue
        yield { start, end, part }
        yield { start, end, part: 'routableMs' }
      }
    }
  },
})
