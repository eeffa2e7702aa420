import { averageHandleTimeV1 } from '../average-handle-time/v1'
import { composeKpi } from '../composed'
import { onQueueTimeV1 } from '../on-queue-time/v1'
import { times } from '../told'
import { agentDay } from '../told-agent-day'

/**
 * Contacts per hour.
 *
 *   handled legs / hours on the queue
 *
 * A leg counts when its handling was complete, an hour where it elapsed: of a half hour the quotient says little, of a shift much.
 */
export const contactsPerHourV1 = composeKpi({
  name: 'contacts-per-hour',
  version: 1,
  title: 'Contacts per hour',
  description:
    'How many contacts agents complete in an hour on the queue. One contact handled by two agents counts twice; contacts that came by no queue count as well. A contact counts when its after-call work ended and time where it elapsed: best read over a shift or more.',
  formula: 'handled legs / hours with presence On Queue',
  source: 'Genesys Cloud: Interactions per Hour = interactions / on-queue time (docs/facts/kpis.md §1a)',
  example: {
    words: '18 contacts handled in 3 hours on the queue: 18 / 3 = 6.',
    numerator: () => times(18, { legs: [{ talk: 300, afterCallWork: 60 }] }),
    denominator: () => [
      agentDay({ shown: { '13:00': 'on-queue', '15:30': 'break', '16:00': 'on-queue', '16:30': 'offline' } }),
    ],
    value: 6,
  },
  unit: 'number',
  better: 'higher',
  numerator: { kpi: averageHandleTimeV1, part: 'handled' },
  denominator: { kpi: onQueueTimeV1, part: 'onQueueMs' },
  scale: 3_600_000,
  withoutNumerator: 'zero',
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Handled legs by hours on the queue.',
      why: "The platform's divisor: time logged in or paid holds agents against breaks they were given.",
    },
  ],
})
