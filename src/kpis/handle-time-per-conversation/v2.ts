import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
import { legObservation } from '../leg-observation'
import { contact } from '../told'

/**
 * Handle time per conversation, in seconds.
 *
 *   total handle of all agents / conversations that an agent handled
 *
 * The workload that one customer contact makes, whoever did it: a call handled by two agents is one conversation with the
 * handle of both. Average handle time divides by legs and is lower wherever contacts are transferred. A conversation counts where
 * its first handle is posted, further handles where they are: a contact that is opened again next week adds to that week and
 * is no second conversation.
 *
 * Its percentiles are of whole conversations: the handle of all agents together is a duration of its own, which counts where the
 * conversation's last handle is posted.
 *
 * Changed from v1 (additive): the whole handle of each conversation is a part.
 */
export const handleTimePerConversationV2 = defineKpi({
  name: 'handle-time-per-conversation',
  version: 2,
  title: 'Handle time per conversation',
  description:
    "How much agents' work one customer contact takes, all agents together. Contacts no agent handled are left out.",
  formula: 'total handle of all agents / conversations that an agent handled',
  source: "Workforce management's workload per contact (docs/facts/kpis.md §1a)",
  example: {
    words:
      'A call of 300 s is transferred and takes the second agent 200 s: 500 s for one conversation, where average handle time is 250 s.',
    contacts: () => [contact({ legs: [{ talk: 300, transfers: ['blind'] }, { talk: 200 }] })],
    value: 500,
  },
  unit: 'seconds',
  better: 'lower',
  unitOfObservation: 'conversation',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['handleMs', 'conversations', 'wholeMs'],
  spans: ['handleMs', 'wholeMs'],
  aggregation: { kind: 'ratio', numerator: 'handleMs', denominator: 'conversations', scale: 0.001 },
  distribution: { of: 'wholeMs', zeros: 'skip' },
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [{ part: 'handleMs', measure: 'handle', stat: 'sum' }],
  changelog: [
    {
      version: 2,
      date: '2026-11-26',
      kind: 'additive',
      what: 'The whole handle of each conversation is a part, where its last handle is posted. The value is that of version 1.',
      why: 'Percentiles of the work that a contact takes could not be asked of the handles of its legs.',
    },
  ],
  observe(facts) {
    const handles = facts.agentLegs.flatMap((leg) =>
      all(leg.measurements, 'handle').map((handle, emission) => ({ leg, emission, ...handle })),
    )
    const instants = handles.map(({ at }) => at)
    const first = instants.indexOf(Math.min(...instants))
    const last = instants.lastIndexOf(Math.max(...instants))
    const whole = handles.reduce((sum, { value }) => sum + value, 0)
    return handles.map(
      ({ leg, emission, at, value }, index): Observation =>
        legObservation(leg, emission, at, {
          handleMs: value,
          conversations: index === first ? 1 : 0,
          wholeMs: index === last ? whole : 0,
        }),
    )
  },
})
