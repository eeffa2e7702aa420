import { z } from 'zod'
import type { Presence } from '../../events/agent-event'
import { type ActivityStretch, type AgentDay, loggedIn, type PresenceStretch } from '../../facts/agent-day'
import { scheduledWhileKnown } from '../../facts/agent-schedule'
import { crossings, outside } from '../../facts/stretches'
import { inParts, observeQuarters, type PartOfTime } from '../agent-quarters'
import { defineKpi } from '../definition'
import { agentDay } from '../told-agent-day'

const parts = ['lostMs', 'plannedMs', 'unplannedMs', 'presentMs', 'scheduledLostMs', 'scheduledMs']

/** Presences in which somebody is at work and not there for contacts. */
const lost: readonly Presence[] = ['break', 'meal', 'meeting', 'training', 'away', 'busy', 'idle']

/** Outside of a shift these say that nobody has logged out, and not that somebody is missing. */
const lostOnlyInShift: readonly Presence[] = ['away', 'idle']

/**
 * Shrinkage, in percent: how much of the time that agents are there, or paid to be off, is lost for contacts.
 *
 *   (time in break, meal, meeting, training, away, busy or idle presence + paid time off) / (logged-in time + paid time off) × 100
 *
 * Offline time is in neither, and away or idle time outside of the shift as well. Lost time is planned where the schedule has it
 * as planned shrinkage just then, else unplanned: a break that began late is unplanned while work was scheduled. The variant
 * `scheduled` is what the planners expected: shrinkage among what was scheduled.
 *
 * To find how many to hire, divide by (1 − shrinkage), and never multiply by (1 + shrinkage).
 */
export const shrinkageV1 = defineKpi<Record<string, never>, 'agent-day'>({
  name: 'shrinkage',
  version: 1,
  title: 'Shrinkage',
  description:
    'The share of time that agents were logged in, or off with pay, in which they were not there for contacts: breaks, meals, meetings, training, away, time off.',
  formula:
    '(presence in shrinkage categories + paid time off) / (logged in + paid time off) × 100; variants: planned, unplanned, scheduled',
  source: 'Genesys Cloud, actual and scheduled shrinkage (docs/facts/kpis.md §1c)',
  example: {
    words:
      'Logged in from 09:00 to 17:00, of which a planned break of 15 min that became 30, and 30 min away: 60 / 480 = 12.5 %, planned 15 / 480 = 3.125 %, unplanned 45 / 480 = 9.375 %. Scheduled was 15 / 480 = 3.125 %.',
    contacts: () => [
      agentDay({
        shown: {
          '09:00': 'on-queue',
          '11:00': 'break',
          '11:30': 'on-queue',
          '14:00': 'away',
          '14:30': 'on-queue',
          '17:00': 'offline',
        },
        scheduled: {
          '09:00-11:00': 'on-queue',
          '11:00-11:15': 'break',
          '11:15-17:00': 'on-queue',
        },
      }),
    ],
    value: 12.5,
    variants: [
      { variant: 'planned', value: 3.125 },
      { variant: 'unplanned', value: 9.375 },
      { variant: 'scheduled', value: 3.125 },
    ],
  },
  unit: 'percent',
  better: 'lower',
  unitOfObservation: 'agent-quarter',
  dimensions: ['agent'],
  parts,
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'lostMs', denominator: 'presentMs', scale: 100 },
  variants: {
    planned: {
      formula: 'lost as planned / (logged in + paid time off) × 100',
      numerator: { plannedMs: 1 },
      denominator: { presentMs: 1 },
    },
    unplanned: {
      formula: 'lost against the plan / (logged in + paid time off) × 100',
      numerator: { unplannedMs: 1 },
      denominator: { presentMs: 1 },
    },
    scheduled: {
      formula: 'scheduled in shrinkage categories / scheduled × 100',
      numerator: { scheduledLostMs: 1 },
      denominator: { scheduledMs: 1 },
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
      what: "The platform's actual and scheduled shrinkage, with what was planned told from what was not.",
      why: 'Planners can only change the one, and supervisors the other.',
    },
  ],
  observe(day) {
    const schedule = scheduledWhileKnown(day)
    return schedule === null ? [] : observeQuarters(day, parts, times(day, schedule))
  },
})

function* times(day: AgentDay, schedule: readonly ActivityStretch[]): Generator<PartOfTime> {
  const atWork = [...present(day, schedule)]
  const away = atWork.filter(({ presence }) => lost.includes(presence))
  const planned = schedule.filter(({ shrinkage }) => shrinkage === 'planned')
  yield* inParts(atWork, 'presentMs')
  yield* inParts(away, 'lostMs')
  yield* inParts(crossings(away, planned), 'plannedMs')
  yield* inParts(outside(away, planned), 'unplannedMs')
  for (const { start, end, a } of paidTimeOff(day, schedule)) {
    const part = a.shrinkage === 'planned' ? 'plannedMs' : 'unplannedMs'
    yield* inParts([{ start, end }], 'presentMs', 'lostMs', part)
  }
  yield* inParts(schedule, 'scheduledMs')
  yield* inParts(
    schedule.filter(({ shrinkage }) => shrinkage !== 'none'),
    'scheduledLostMs',
  )
}

/** Logged-in time that counts: all of it, but for away and idle outside of the shift. */
function* present(day: AgentDay, schedule: readonly ActivityStretch[]): Generator<PresenceStretch> {
  for (const stretch of loggedIn(day.presences)) {
    if (!lostOnlyInShift.includes(stretch.presence)) yield stretch
    else for (const { start, end } of crossings([stretch], schedule)) yield { ...stretch, start, end }
  }
}

/** Paid time off in which the agent did not work all the same: no time counts twice. */
function paidTimeOff({ presences }: AgentDay, schedule: readonly ActivityStretch[]) {
  const off = schedule.filter(({ category, paid }) => category === 'time-off' && paid)
  return outside(off, loggedIn(presences))
}
