import { z } from 'zod'
import { lastQueueOf } from '../../facts/last-queue'
import { type TerminalState, terminalState } from '../../facts/terminal-state'
import { defineKpi } from '../definition'
import { contact, times } from '../told'

/**
 * Completion rate, in percent: the share of conversations that came to the end they were meant for.
 *
 *   completed or self-served / conversations that are over × 100
 *
 * How a conversation ended is told in one word (`src/facts/terminal-state.ts`); each word is a part, so that the missed, the
 * abandoned and all others are read from the same rows. A conversation counts where it began. One that is still open counts as
 * such, beside the rate, and is provisional.
 */
export const completionRateV1 = defineKpi({
  name: 'completion-rate',
  version: 1,
  title: 'Completion rate',
  description:
    'How conversations ended: completed by an agent or a flow, given up in the queue, flown out of it, missed. The rate is the share completed or self-served.',
  formula: '(completed + self-served) / (conversations − open) × 100',
  source: 'The terminal states of a conversation (src/facts/terminal-state.ts)',
  example: {
    words:
      'Of ten calls six are handled, two abandoned, one of them within the short-abandon threshold, one flows out to voicemail and one is self-served: 7 / 10 = 70 %, abandoned 20 %.',
    contacts: () => [
      ...times(6, { visits: [{ answeredAfter: 10 }], legs: [{ talk: 60 }] }),
      contact({ visits: [{ abandonedAfter: 60 }] }),
      contact({ visits: [{ abandonedAfter: 3, short: true }] }),
      contact({ visits: [{ flowedOutAfter: 60, flowOutType: 'voicemail' }] }),
      contact({ flows: [{ lasts: 40 }], selfServed: true }),
    ],
    value: 70,
    variants: [
      { variant: 'abandoned', value: 20 },
      { variant: 'missed', value: 0 },
    ],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'conversation',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: [
    'completed',
    'selfServed',
    'abandoned',
    'shortAbandoned',
    'flowedOut',
    'missed',
    'leftInFlow',
    'open',
    'reachedTheirEnd',
    'ended',
  ],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'reachedTheirEnd', denominator: 'ended', scale: 100 },
  variants: {
    missed: share('missed: nobody spoke and nobody gave up', 'missed'),
    abandoned: share('abandoned, short ones included', 'abandoned', 'shortAbandoned'),
    'flowed-out': share('flowed out of the last queue', 'flowedOut'),
    'left-in-flow': share('left inside a flow, nobody knows how content', 'leftInFlow'),
    'self-served': share('self-served, as the platform judges', 'selfServed'),
  },
  distribution: null,
  attribution: 'start',
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
      what: 'Each conversation under the one word for how it ended.',
      why: 'A missed call is no abandoned one, and neither shows in a handle time.',
    },
  ],
  observe(facts) {
    const state = terminalState(facts)
    const visit = facts.queueVisits.at(-1)
    const leg = facts.agentLegs.findLast(({ consultOnly }) => !consultOnly)
    return [
      {
        ordinal: 0,
        at: facts.startedAt,
        agentId: leg?.agentId ?? null,
        queueId: lastQueueOf(facts),
        mediaType: visit?.mediaType ?? leg?.mediaType ?? facts.flows[0]?.mediaType ?? null,
        direction: facts.direction,
        parts: {
          ...nothing,
          [partOf[state]]: 1,
          ended: state === 'open' ? 0 : 1,
          reachedTheirEnd: state === 'completed' || state === 'self-served' ? 1 : 0,
        },
      },
    ]
  },
})

const partOf = {
  open: 'open',
  completed: 'completed',
  abandoned: 'abandoned',
  'short-abandoned': 'shortAbandoned',
  'flow-out': 'flowedOut',
  missed: 'missed',
  'self-served': 'selfServed',
  'left-in-flow': 'leftInFlow',
} as const satisfies Record<TerminalState, string>

const nothing = Object.fromEntries(Object.values(partOf).map((part) => [part, 0]))

function share(of: string, ...parts: string[]) {
  return {
    formula: `${of} / conversations that are over × 100`,
    numerator: Object.fromEntries(parts.map((part) => [part, 1])),
    denominator: { ended: 1 },
  }
}
