import { z } from 'zod'
import { isContained } from '../../facts/containment'
import { defineKpi } from '../definition'
import { contact, times } from '../told'

/**
 * IVR containment, in percent.
 *
 *   conversations that ended in a flow / conversations that entered one × 100
 *
 * Contained is a conversation that is over, in which no queue was entered and no agent had a leg, and whose last flow sent the customer nowhere. A customer who hangs up in the menu is contained
 * as well, content or not: the variant `with-success` asks for an outcome that succeeded, `self-served` for the platform's own
 * judgement. It counts where its last flow ended; one that is still open counts nowhere yet.
 */
export const ivrContainmentV1 = defineKpi<{ flowTypes: string[] }>({
  name: 'ivr-containment',
  version: 1,
  title: 'IVR containment',
  description:
    'The share of contacts in self-service that no agent was needed for. Whoever hangs up in the menu is among them: see the variants.',
  formula: 'conversations without queue and agent / conversations that entered a flow × 100',
  source: 'Containment (docs/facts/kpis.md §1d); Genesys Cloud: session.flow, selfServed',
  example: {
    words:
      'Of ten callers in the menu four reach a queue, six do not; two of these with success: 60 %. With success 20 %, self-served, as the platform judges, 10 %.',
    contacts: () => [
      ...times(4, { flows: [{ lasts: 30, transferType: 'ACD' }], visits: [{ answeredAfter: 20 }] }),
      ...times(4, { flows: [{ lasts: 30 }] }),
      contact({ flows: [{ lasts: 30, outcomes: ['success'] }] }),
      contact({ selfServed: true, flows: [{ lasts: 30, outcomes: ['failure', 'success'] }] }),
    ],
    value: 60,
    variants: [
      { variant: 'with-success', value: 20 },
      { variant: 'self-served', value: 10 },
    ],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'conversation',
  dimensions: ['mediaType', 'direction'],
  parts: ['contained', 'entered', 'withSuccess', 'selfServed'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'contained', denominator: 'entered', scale: 100 },
  variants: {
    'with-success': {
      formula: 'contained with an outcome that succeeded / entered × 100',
      numerator: { withSuccess: 1 },
      denominator: { entered: 1 },
    },
    'self-served': {
      formula: 'self-served, as the platform judges / entered × 100',
      numerator: { selfServed: 1 },
      denominator: { entered: 1 },
    },
  },
  distribution: null,
  attribution: 'end',
  zoneAnchor: 'utc',
  missingZone: 'keep',
  reads: [],
  maturityDays: 3,
  parameters: z.strictObject({
    flowTypes: z
      .array(z.string().min(1))
      .min(1)
      .default(['INBOUNDCALL'])
      .describe("The platform's types of flow that are self-service."),
  }),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Conversations without queue and agent by those that entered a flow, where the last flow ended.',
      why: 'Self-service is paid for by what it keeps from agents.',
    },
  ],
  observe(facts, { parameters }) {
    if (facts.endedAt === null) return []
    const flows = facts.flows.filter(({ flowType }) => parameters.flowTypes.includes(flowType))
    const [first] = flows
    if (first === undefined) return []
    const contained = isContained(facts)
    const succeeded = flows.some(({ outcomes }) => outcomes.some(({ value }) => value === 'success'))
    return [
      {
        ordinal: 0,
        at: Math.max(...flows.map(({ startedAt, endedAt }) => endedAt ?? startedAt)),
        agentId: null,
        queueId: null,
        mediaType: first.mediaType,
        direction: facts.direction,
        parts: {
          contained: contained ? 1 : 0,
          entered: 1,
          withSuccess: contained && succeeded ? 1 : 0,
          selfServed: facts.selfServed === true ? 1 : 0,
        },
      },
    ]
  },
})
