import { z } from 'zod'
import type { RoutingStatus } from '../../events/agent-event'
import { loggedIn, routedOnQueue } from '../../facts/agent-day'
import { scheduledWhileKnown } from '../../facts/agent-schedule'
import { inParts, observeQuarters } from '../agent-quarters'
import { defineKpi } from '../definition'
import { agentDay } from '../told-agent-day'

const parts = ['workedMs', 'scheduledMs', 'actualMs']

/**
 * Conformance, in percent: how much of the time scheduled on the queue was worked, whenever it was worked.
 *
 *   time Idle, Interacting or Communicating while on the queue / time scheduled on the queue × 100
 *
 * More than 100 % when somebody works longer. Undefined where the agent was never there, or neither worked nor was scheduled on the
 * queue; infinite where work was done and none was scheduled, which the platform's API writes as −1.
 */
export const conformanceV1 = defineKpi<Record<string, never>, 'agent-day'>({
  name: 'conformance',
  version: 1,
  title: 'Conformance',
  description:
    'Time worked on the queue by time scheduled on the queue. It does not ask when: ten minutes late and ten minutes longer is 100 %.',
  formula:
    '(Idle + Interacting + Communicating while on the queue) / scheduled on the queue × 100; undefined without actual time, infinite where nothing was scheduled',
  source:
    'Genesys Cloud, "How Genesys Cloud calculates adherence and conformance" (docs/facts/kpis.md §1c): conformance',
  example: {
    words: '60 min scheduled on the queue, 10 min late, 25 min longer at the end: 75 / 60 = 125 %.',
    contacts: () => [
      agentDay({
        shown: { '09:10': 'on-queue', '10:25': 'offline' },
        scheduled: { '09:00-10:00': 'on-queue' },
      }),
    ],
    value: 125,
  },
  unit: 'percent',
  better: 'neither',
  unitOfObservation: 'agent-quarter',
  dimensions: ['agent'],
  parts,
  spans: [],
  aggregation: {
    kind: 'ratio',
    numerator: 'workedMs',
    denominator: 'scheduledMs',
    scale: 100,
    needs: ['actualMs'],
    overNothing: 'infinite',
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
      what: "The platform's arithmetic over routing status and published schedules, its undefined cases included.",
      why: 'So that the number can be held against the platform’s own historical adherence.',
    },
  ],
  observe(day) {
    const scheduled = scheduledWhileKnown(day)
    if (scheduled === null) return []
    const worked = routedOnQueue(day).filter(({ status }) => works.includes(status))
    return observeQuarters(day, parts, [
      ...inParts(worked, 'workedMs'),
      ...inParts(
        scheduled.filter(({ category }) => category === 'on-queue'),
        'scheduledMs',
      ),
      ...inParts(loggedIn(day.presences), 'actualMs'),
    ])
  },
})

const works: readonly RoutingStatus[] = ['idle', 'interacting', 'communicating']
