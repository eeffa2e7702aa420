import { z } from 'zod'
import type { ActivityCategory, Presence } from '../../events/agent-event'
import type { ActivityStretch, AgentDay, PresenceStretch } from '../../facts/agent-day'
import { scheduledWhileKnown } from '../../facts/agent-schedule'
import { crossings, outside } from '../../facts/stretches'
import { inParts, observeQuarters, type PartOfTime } from '../agent-quarters'
import { defineKpi } from '../definition'
import { agentDay } from '../told-agent-day'

const parts = ['lostMs', 'plannedMs', 'unplannedMs', 'presentMs', 'scheduledLostMs', 'scheduledMs']

/** Presences in which somebody who is due, or at work, is not there for contacts. */
const lost: readonly Presence[] = ['break', 'meal', 'meeting', 'training', 'away', 'busy', 'idle', 'offline']

/** Outside of a shift these say that nobody is at work, and not that somebody is missing. */
const lostOnlyInShift: readonly Presence[] = ['away', 'idle', 'offline']

/** Scheduled, and yet no shift: time off counts as time off, where it is paid. */
const noShift: readonly ActivityCategory[] = ['time-off', 'unscheduled']

/**
 * Shrinkage, in percent: how much of the time that agents are there, are due, or are paid to be off, is lost for contacts.
 *
 *   (time in break, meal, meeting, training or busy presence + away, idle or offline in the shift + paid time off)
 *   / (logged-in time + offline in the shift + paid time off) × 100
 *
 * Offline, away and idle time outside of the shift is in neither. Lost time is planned where the schedule has it as planned shrinkage
 * just then, else unplanned: so is everything an agent was to do who never came, and the beginning of the shift of one who came
 * late. The variant `scheduled` is what the planners expected: shrinkage among what was scheduled.
 *
 * To find how many to hire, divide by (1 − shrinkage), and never multiply by (1 + shrinkage).
 *
 * Changed from v1 (breaking): time offline in the shift is lost, where v1 left it out.
 */
export const shrinkageV2 = defineKpi<Record<string, never>, 'agent-day'>({
  name: 'shrinkage',
  version: 2,
  title: 'Shrinkage',
  description:
    'The share of time that agents were logged in, due, or off with pay, in which they were not there for contacts: breaks, meals, meetings, training, away, absent, time off.',
  formula:
    '(presence in shrinkage categories + offline in the shift + paid time off) / (logged in + offline in the shift + paid time off) × 100; variants: planned, unplanned, scheduled',
  source:
    'Genesys Cloud, "How Genesys Cloud calculates historical shrinkage": offline, away and idle are excluded unless they occur within a scheduled shift (docs/facts/kpis.md §1c)',
  example: {
    words:
      'One agent logged in from 09:00 to 17:00 as scheduled, with a planned break of 15 min; another one, scheduled alike, never came. Lost are 15 + 480 of 960 min, 51.5625 %: planned 15 + 15, 3.125 %, unplanned 465, 48.4375 %. Scheduled was 30 / 960 = 3.125 %.',
    contacts: () => [
      agentDay({
        shown: { '09:00': 'on-queue', '11:00': 'break', '11:15': 'on-queue', '17:00': 'offline' },
        scheduled: { '09:00-11:00': 'on-queue', '11:00-11:15': 'break', '11:15-17:00': 'on-queue' },
      }),
      agentDay({
        absent: true,
        scheduled: { '09:00-11:00': 'on-queue', '11:00-11:15': 'break', '11:15-17:00': 'on-queue' },
      }),
    ],
    value: 51.5625,
    variants: [
      { variant: 'planned', value: 3.125 },
      { variant: 'unplanned', value: 48.4375 },
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
      formula: 'lost as planned / (logged in + offline in the shift + paid time off) × 100',
      numerator: { plannedMs: 1 },
      denominator: { presentMs: 1 },
    },
    unplanned: {
      formula: 'lost against the plan / (logged in + offline in the shift + paid time off) × 100',
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
      version: 2,
      date: '2026-11-26',
      kind: 'breaking',
      what: 'Time offline within the shift is lost: as planned where the schedule has shrinkage just then, else unplanned.',
      why: 'The platform leaves offline time out only outside of a shift; an agent who never came is what unplanned shrinkage is about, and version 1 did not see them.',
    },
  ],
  rules: [
    {
      name: 'offline-in-shift',
      words: 'time offline in the shift is lost; version 1 left it out',
      explains: ({ before, after }) => before?.presentMs !== after?.presentMs,
    },
  ],
  observe(day) {
    const schedule = scheduledWhileKnown(day)
    return schedule === null ? [] : observeQuarters(day, parts, times(day, schedule))
  },
})

function* times(day: AgentDay, schedule: readonly ActivityStretch[]): Generator<PartOfTime> {
  const due = [...dueOrThere(day, schedule)]
  const away = due.filter(({ presence }) => lost.includes(presence))
  const planned = schedule.filter(({ shrinkage }) => shrinkage === 'planned')
  yield* inParts(due, 'presentMs')
  yield* inParts(away, 'lostMs')
  yield* inParts(crossings(away, planned), 'plannedMs')
  yield* inParts(outside(away, planned), 'unplannedMs')
  // Paid time off in which the agent worked all the same counts as work: no time counts twice.
  for (const { start, end, a } of outside(paidTimeOff(schedule), due)) {
    const part = a.shrinkage === 'planned' ? 'plannedMs' : 'unplannedMs'
    yield* inParts([{ start, end }], 'presentMs', 'lostMs', part)
  }
  yield* inParts(schedule, 'scheduledMs')
  yield* inParts(
    schedule.filter(({ shrinkage }) => shrinkage !== 'none'),
    'scheduledLostMs',
  )
}

/** Presences that count: all of them, but for away, idle and offline outside of the shift. */
function* dueOrThere(day: AgentDay, schedule: readonly ActivityStretch[]): Generator<PresenceStretch> {
  const shift = schedule.filter(({ category }) => !noShift.includes(category))
  for (const stretch of day.presences) {
    if (!lostOnlyInShift.includes(stretch.presence)) yield stretch
    else for (const { start, end } of crossings([stretch], shift)) yield { ...stretch, start, end }
  }
}

function paidTimeOff(schedule: readonly ActivityStretch[]): ActivityStretch[] {
  return schedule.filter(({ category, paid }) => category === 'time-off' && paid)
}
