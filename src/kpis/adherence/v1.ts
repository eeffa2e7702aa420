import { z } from 'zod'
import type { ActivityCategory, Presence } from '../../events/agent-event'
import { type ActivityStretch, type AgentDay, loggedIn, onQueue } from '../../facts/agent-day'
import { scheduledWhileKnown } from '../../facts/agent-schedule'
import { crossings, outside } from '../../facts/stretches'
import { type Interval, merge } from '../../time/interval'
import { inParts, observeQuarters, type PartOfTime } from '../agent-quarters'
import { defineKpi } from '../definition'
import { agentDay } from '../told-agent-day'

const parts = ['adherentMs', 'scheduledMs', 'exceptionMs', 'actualMs']

/** What an agent who keeps to an activity shows. Time off is kept by nobody: it is no part of what is scheduled here. */
const kept: Readonly<Record<ActivityCategory, readonly Presence[]>> = {
  'on-queue': ['on-queue'],
  'off-queue': ['available', 'busy'],
  break: ['break'],
  meal: ['meal'],
  meeting: ['meeting'],
  training: ['training'],
  unavailable: ['away', 'busy', 'idle', 'offline'],
  'time-off': [],
  unscheduled: [],
  other: [],
}

/** Nobody can keep, or break, an activity of which we do not know what it asks for. */
const asksForNothing: readonly ActivityCategory[] = ['time-off', 'unscheduled', 'other']

/**
 * Adherence, in percent: how much of what was scheduled was done when it was scheduled.
 *
 *   (1 − exceptions / scheduled) × 100; undefined where nothing was scheduled, or the agent was never there
 *
 * An exception is time in which the presence is not that of the scheduled activity. With `workingOutsideShift: count`, time on the
 * queue outside of everything scheduled is an exception and counts as scheduled as well, as the platform has it. Exceptions lie
 * within what counts as scheduled, so the share is never below 0, where the platform ends it.
 *
 * An exception up to `graceSeconds` long is none; at midnight UTC it is cut in two, each judged by itself.
 */
export const adherenceV1 = defineKpi<AdherenceParameters, 'agent-day'>({
  name: 'adherence',
  version: 1,
  title: 'Adherence',
  description:
    'The share of scheduled time in which agents did what was scheduled then. Doing the same hours later does not help it: see conformance.',
  formula: '(1 − exception time / scheduled time) × 100; undefined when either scheduled or actual time is 0',
  source:
    'Genesys Cloud, "How Genesys Cloud calculates adherence and conformance" (docs/facts/kpis.md §1c): adherence',
  example: {
    words:
      '60 min scheduled on the queue, 10 min late, 10 min longer at the end: (1 − 10 / 60) × 100 = 83.33 %. Where work outside of the shift counts, (1 − 20 / 70) × 100 = 71.43 %. With a quarter of an hour of grace, 100 %.',
    contacts: () => [
      agentDay({
        shown: { '09:10': 'on-queue', '10:10': 'offline' },
        scheduled: { '09:00-10:00': 'on-queue' },
      }),
    ],
    value: 83.33,
    variants: [
      { parameters: { workingOutsideShift: 'count' }, value: 71.43 },
      { parameters: { graceSeconds: 900 }, value: 100 },
    ],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'agent-quarter',
  dimensions: ['agent'],
  parts,
  spans: [],
  aggregation: {
    kind: 'ratio',
    numerator: 'adherentMs',
    denominator: 'scheduledMs',
    scale: 100,
    needs: ['actualMs'],
  },
  distribution: null,
  attribution: 'clip',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    workingOutsideShift: z
      .enum(['ignore', 'count'])
      .default('ignore')
      .describe('Whether time on the queue outside of everything scheduled is an exception, and scheduled.'),
    graceSeconds: z
      .number()
      .int()
      .nonnegative()
      .max(3600)
      .default(0)
      .describe('Exceptions up to this long are none.'),
  }),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: "The platform's arithmetic over presence and published schedules.",
      why: 'So that the number can be held against the platform’s own historical adherence.',
    },
  ],
  observe(day, { parameters }) {
    const scheduled = adherenceSchedule(day)
    return scheduled === null ? [] : observeQuarters(day, parts, times(scheduled))

    function* times(schedule: readonly ActivityStretch[]): Generator<PartOfTime> {
      const beyond = parameters.workingOutsideShift === 'count' ? [...outsideShift(day)] : []
      const broken = [...exceptions(day, schedule), ...beyond]
      const counted = merge(broken).filter(({ start, end }) => end - start > parameters.graceSeconds * 1000)
      const asked = merge([...schedule, ...beyond])
      yield* inParts(asked, 'scheduledMs')
      yield* inParts(counted, 'exceptionMs')
      yield* inParts(outside(asked, counted), 'adherentMs')
      yield* inParts(loggedIn(day.presences), 'actualMs')
    }
  },
})

interface AdherenceParameters {
  workingOutsideShift: 'ignore' | 'count'
  graceSeconds: number
}

function adherenceSchedule(day: AgentDay): ActivityStretch[] | null {
  const scheduled = scheduledWhileKnown(day)
  return scheduled?.filter(({ category }) => !asksForNothing.includes(category)) ?? null
}

function* exceptions({ presences }: AgentDay, schedule: readonly ActivityStretch[]): Generator<Interval> {
  for (const { start, end, a, b } of crossings(schedule, presences)) {
    if (!kept[a.category].includes(b.presence)) yield { start, end }
  }
}

function* outsideShift({ presences, activities }: AgentDay): Generator<Interval> {
  for (const { start, end } of outside(onQueue(presences), activities ?? [])) yield { start, end }
}
