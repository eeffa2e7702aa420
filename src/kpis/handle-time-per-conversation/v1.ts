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
 */
export const handleTimePerConversationV1 = defineKpi({
  name: 'handle-time-per-conversation',
  version: 1,
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
  parts: ['handleMs', 'conversations'],
  spans: ['handleMs'],
  aggregation: { kind: 'ratio', numerator: 'handleMs', denominator: 'conversations', scale: 0.001 },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [{ part: 'handleMs', measure: 'handle', stat: 'sum' }],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'All handle by conversations with any.',
      why: 'Staffing needs the work of a contact, not of a leg.',
    },
  ],
  observe(facts) {
    const handles = facts.agentLegs.flatMap((leg) =>
      all(leg.measurements, 'handle').map((handle, emission) => ({ leg, emission, ...handle })),
    )
    const first = Math.min(...handles.map(({ at }) => at))
    let counted = false
    return handles.map(({ leg, emission, at, value }): Observation => {
      const conversations = !counted && at === first ? 1 : 0
      if (conversations === 1) counted = true
      return legObservation(leg, emission, at, { handleMs: value, conversations })
    })
  },
})
