import { z } from 'zod'
import { handsOver } from '../../facts/containment'
import { defineKpi } from '../definition'
import { flowObservation } from '../flow-observation'
import { contact, times } from '../told'

/**
 * Bot containment, in percent.
 *
 *   bot sessions that handed over to nobody / bot sessions × 100
 *
 * A session is one stay in a bot flow, and counts where it ended. It handed over when the platform names what it handed over to, or says that it
 * let go by a transfer. A conversation with two bot sessions is two. Whoever leaves in the middle is contained, content or not: the variant
 * `with-success` asks for an outcome that succeeded.
 */
export const botContainmentV1 = defineKpi<{ flowTypes: string[] }>({
  name: 'bot-containment',
  version: 1,
  title: 'Bot containment',
  description:
    'The share of bot sessions that ended with the bot, without handing the customer on. Whoever leaves in the middle is among them: see the variant.',
  formula: 'bot sessions that handed over to nobody / bot sessions × 100',
  source:
    'Bot containment (docs/facts/kpis.md §1d); Genesys Cloud: flowType BOT, DIGITALBOT, exitReason, transferType',
  example: {
    words:
      'Of ten bot sessions three hand over to a queue, seven do not, four of these with success: 70 %. With success 40 %.',
    contacts: () => [
      ...times(3, { flows: [{ flowType: 'BOT', lasts: 30, transferType: 'ACD' }] }),
      ...times(4, { flows: [{ flowType: 'BOT', lasts: 30, outcomes: ['success'] }] }),
      ...times(2, { flows: [{ flowType: 'DIGITALBOT', lasts: 30 }] }),
      contact({ flows: [{ flowType: 'BOT', lasts: 30, outcomes: ['failure'] }] }),
    ],
    value: 70,
    variants: [{ variant: 'with-success', value: 40 }],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'flow-execution',
  dimensions: ['mediaType', 'direction'],
  parts: ['contained', 'sessions', 'withSuccess'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'contained', denominator: 'sessions', scale: 100 },
  variants: {
    'with-success': {
      formula: 'contained with an outcome that succeeded / bot sessions × 100',
      numerator: { withSuccess: 1 },
      denominator: { sessions: 1 },
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
      .default(['BOT', 'DIGITALBOT'])
      .describe("The platform's types of flow that are bots."),
  }),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Bot sessions that handed over to nobody by all that ended.',
      why: 'A bot is paid for by what it keeps from agents.',
    },
  ],
  observe(facts, { parameters }) {
    return facts.flows.flatMap((flow) => {
      if (flow.endedAt === null || !parameters.flowTypes.includes(flow.flowType)) return []
      const contained = !handsOver(flow)
      const succeeded = flow.outcomes.some(({ value }) => value === 'success')
      const parts = {
        contained: contained ? 1 : 0,
        sessions: 1,
        withSuccess: contained && succeeded ? 1 : 0,
      }
      return [flowObservation(facts, flow, { at: flow.endedAt }, parts)]
    })
  },
})
