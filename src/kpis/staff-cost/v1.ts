import { z } from 'zod'
import { scheduledWhileKnown } from '../../facts/agent-schedule'
import { inParts, observeQuarters } from '../agent-quarters'
import { defineKpi } from '../definition'
import { agentDay } from '../told-agent-day'

const parts = ['costThousandths', 'paidMs']

/** One hour's milliseconds by the thousandths of which a cost is kept. */
const msPerThousandth = 3600

/**
 * Staff cost, in the smallest unit of the currency: what the paid time of agents costs.
 *
 *   paid time × the rate of the agent's site
 *
 * Paid time is what the published schedule has as paid, where it is known what the agent did: time off with pay as well. The rate is
 * that of the agent's site at the quarter hour, else the rate of all others. A quarter hour without either is set aside, and counted. Costs are kept in
 * thousandths of the smallest unit (a hundred-thousandth of a euro), whole numbers, rounded by the quarter hour; a quarter that is paid in full needs no rounding.
 */
export const staffCostV1 = defineKpi<Record<string, never>, 'agent-day'>({
  name: 'staff-cost',
  version: 1,
  title: 'Staff cost',
  description:
    'What the paid time of agents costs, at the hourly rate of their site: all time that was scheduled with pay, breaks, training and time off included. A day without a schedule costs nothing that could be known. Machines are given it in the smallest unit of the currency (cents).',
  formula: 'paid time × the rate per hour of the agent’s site',
  source: 'COPC: Σ agent paid hours × rate (docs/facts/kpis.md §1a)',
  example: {
    words:
      'Paid from 09:00 to 17:00 with half an hour of unpaid meal: 7.5 h at 24.00 an hour, 180.00, 18000 in the smallest unit.',
    contacts: () => [
      agentDay({
        shown: { '09:00': 'on-queue', '12:00': 'meal', '12:30': 'on-queue', '17:00': 'offline' },
        scheduled: { '09:00-12:00': 'on-queue', '12:00-12:30': 'meal', '12:30-17:00': 'on-queue' },
      }),
    ],
    value: 18000,
  },
  unit: 'money',
  better: 'neither',
  unitOfObservation: 'agent-quarter',
  dimensions: ['agent'],
  parts,
  spans: [],
  aggregation: { kind: 'total', part: 'costThousandths' },
  distribution: null,
  attribution: 'clip',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  missing: { lookUp: { 'agent-site': 'all-others', rate: 'set-aside' } },
  reads: ['agent-zone', 'agent-site', 'rate'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Paid time at the rate of the site, where it elapsed.',
      why: 'The upper half of what a contact costs.',
    },
  ],
  observe(day, context) {
    const paid = (scheduledWhileKnown(day) ?? []).filter((stretch) => stretch.paid)
    return observeQuarters(day, ['paidMs'], inParts(paid, 'paidMs')).map((quarter) => {
      const { agentId, at } = quarter
      const rate = context.rateOfSite(context.siteOfAgent(agentId, at), at)
      if (rate === null) return { ...quarter, parts: null, lacks: ['rate'] }
      const paidMs = quarter.parts?.paidMs ?? 0
      const costThousandths = Math.round((paidMs * rate.minorPerHour) / msPerThousandth)
      return { ...quarter, parts: { costThousandths, paidMs } }
    })
  },
})
