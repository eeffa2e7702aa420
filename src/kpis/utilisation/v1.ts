import { z } from 'zod'
import { type AgentDay, loggedIn, routedOnQueue } from '../../facts/agent-day'
import { scheduledWhileKnown } from '../../facts/agent-schedule'
import type { Interval } from '../../time/interval'
import { inParts, observeQuarters, type PartOfTime } from '../agent-quarters'
import { defineKpi } from '../definition'
import { agentDay } from '../told-agent-day'

const parts = ['productiveMs', 'handleMs', 'divisorMs']

/**
 * Utilisation, in percent: how much of the time that is paid for is there for contacts.
 *
 *   (handling + available time on the queue) / paid time × 100
 *
 * The divisor is what people argue about, and a parameter: paid time and scheduled time are read from the published schedules,
 * logged-in time from presence. A day without a schedule yields nothing for the first two. Paid and scheduled time count only
 * where it is known what the agent did.
 *
 * What the platform calls utilisation (how many contacts of a medium an agent may have at once) is something else.
 */
export const utilisationV1 = defineKpi<UtilisationParameters, 'agent-day'>({
  name: 'utilisation',
  version: 1,
  title: 'Utilisation',
  description:
    'The share of paid time (or of logged-in or scheduled time: see the parameter) in which agents handled contacts or were available for them.',
  formula: '(Interacting + Communicating + Idle while on the queue) / paid time × 100',
  source: 'COPC: (talk + hold + wrap + available) / paid hours (docs/facts/kpis.md §1c)',
  example: {
    words:
      'Paid from 09:00 to 17:00 with half an hour of unpaid meal, 450 min; 360 min on the queue, of which 270 min handling: 360 / 450 = 80 %. Of 450 min logged in 80 %, of 480 min scheduled 75 %. Handling alone is 60 % of what is paid.',
    contacts: () => [
      agentDay({
        shown: {
          '09:00': 'available',
          '10:00': 'on-queue',
          '12:00': 'offline',
          '12:30': 'on-queue',
          '16:30': 'meeting',
          '17:00': 'offline',
        },
        routed: { '00:00': 'off-queue', '10:00': 'idle', '11:30': 'interacting', '16:30': 'off-queue' },
        scheduled: {
          '09:00-10:00': 'meeting',
          '10:00-12:00': 'on-queue',
          '12:00-12:30': 'meal',
          '12:30-17:00': 'on-queue',
        },
      }),
    ],
    value: 80,
    variants: [
      { parameters: { divisor: 'logged-in' }, value: 80 },
      { parameters: { divisor: 'scheduled' }, value: 75 },
      { variant: 'handling', value: 60 },
    ],
  },
  unit: 'percent',
  better: 'neither',
  unitOfObservation: 'agent-quarter',
  dimensions: ['agent'],
  parts,
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'productiveMs', denominator: 'divisorMs', scale: 100 },
  variants: {
    handling: {
      formula: 'Interacting / the divisor × 100',
      numerator: { handleMs: 1 },
      denominator: { divisorMs: 1 },
    },
  },
  distribution: null,
  attribution: 'clip',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({
    divisor: z
      .enum(['paid', 'logged-in', 'scheduled'])
      .default('paid')
      .describe('What productive time is held against.'),
  }),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Time for contacts by paid, logged-in or scheduled time.',
      why: 'The divisor decides the number, so it is stated with it.',
    },
  ],
  observe(day, { parameters }) {
    const divisor = divisorOf(day, parameters)
    return divisor === null ? [] : observeQuarters(day, parts, times())

    function* times(): Generator<PartOfTime> {
      for (const { start, end, status } of routedOnQueue(day)) {
        if (status === 'interacting') yield { start, end, part: 'handleMs' }
        if (status === 'interacting' || status === 'communicating' || status === 'idle')
          yield { start, end, part: 'productiveMs' }
      }
      yield* inParts(divisor ?? [], 'divisorMs')
    }
  },
})

interface UtilisationParameters {
  divisor: 'paid' | 'logged-in' | 'scheduled'
}

function divisorOf(day: AgentDay, { divisor }: UtilisationParameters): readonly Interval[] | null {
  if (divisor === 'logged-in') return loggedIn(day.presences)
  const scheduled = scheduledWhileKnown(day)
  return divisor === 'paid' && scheduled !== null ? scheduled.filter(({ paid }) => paid) : scheduled
}
