import { averageHandleTimeV1 } from '../average-handle-time/v1'
import { composeKpi } from '../composed'
import { staffCostV1 } from '../staff-cost/v1'
import { times } from '../told'
import { agentDay } from '../told-agent-day'

/**
 * Cost per contact, in the smallest unit of the currency.
 *
 *   staff cost / handled legs
 *
 * Best read by whole months: what is paid for in training or on leave comes back in contacts of other days.
 */
export const costPerContactV1 = composeKpi({
  name: 'cost-per-contact',
  version: 1,
  title: 'Cost per contact',
  description:
    'What the paid time of agents costs for each contact they handled. All paid time is in it, breaks and training included, at the rates that were loaded; telephony, licences and buildings are not. One contact handled by two agents counts twice. Paid time of which no rate is known is set aside, and makes it too low.',
  formula: '(paid time × rate) / handled legs',
  source: 'COPC: Σ agent paid hours × rate / handled (docs/facts/kpis.md §1a), its staff cost alone',
  example: {
    words:
      'Two paid hours at 24.00 an hour and 16 contacts handled: 48.00 / 16 = 3.00 each, 300 in the smallest unit.',
    numerator: () => [
      agentDay({
        shown: { '13:00': 'on-queue', '15:00': 'offline' },
        scheduled: { '13:00-15:00': 'on-queue' },
      }),
    ],
    denominator: () => times(16, { legs: [{ talk: 300, afterCallWork: 60 }] }),
    value: 300,
  },
  unit: 'money',
  better: 'lower',
  numerator: { kpi: staffCostV1, part: 'costThousandths' },
  denominator: { kpi: averageHandleTimeV1, part: 'handled' },
  scale: 0.001,
  withoutNumerator: 'undefined',
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Staff cost by handled legs.',
      why: 'Handled and not offered: what was paid for is what was done.',
    },
  ],
})
