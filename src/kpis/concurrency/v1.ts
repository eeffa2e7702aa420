import { averageHandleTimeV1 } from '../average-handle-time/v1'
import { composeKpi } from '../composed'
import { occupancyV1 } from '../occupancy/v1'
import { times } from '../told'
import { agentDay } from '../told-agent-day'

/**
 * Concurrency: how many contacts agents handle at once, while they handle any.
 *
 *   time on contacts, each for itself / time on contacts, however many at once
 *
 * The upper half is handle time where it elapsed. The lower half, the union, is not made of it: it is what the platform says, the time
 * with the routing status Interacting while on the queue. So it leaves out calls that came by no queue (Communicating) and work after
 * the agent left the queue, which the upper half has; and the handle of a contact that is not over is below before it is above. The
 * quotient can lie under 1 for that.
 */
export const concurrencyV1 = composeKpi({
  name: 'concurrency',
  version: 1,
  title: 'Concurrency',
  description:
    'How many contacts agents handle at once, on average over the time in which they handle any. The handle time of every contact counts in full, where it elapsed; it is divided by the time routing saw the agent interacting on the queue, which two chats at once fill only once. That time is the platform’s and not a union of the contacts: it leaves out calls that came by no queue and what was handled off the queue, which makes this higher, and it knows of contacts that are not over, which makes it lower, below 1 at times. The handling of a contact is taken as unbroken, ending where it was posted.',
  formula: '(talk + hold + after-call work + dialing + contacting, where it elapsed) / Interacting on queue',
  source: 'Σ session time / union of session time (docs/facts/kpis.md §1c)',
  example: {
    words: 'Two chats at once for 10 minutes, 1200 s of handling in 600 s of interacting: 1200 / 600 = 2.',
    numerator: () => times(2, { legs: [{ talk: 600 }] }),
    denominator: () => [
      agentDay({
        shown: { '14:00': 'on-queue', '15:00': 'offline' },
        routed: { '14:00': 'interacting', '14:10': 'idle', '15:00': 'off-queue' },
      }),
    ],
    value: 2,
  },
  unit: 'number',
  better: 'neither',
  numerator: { kpi: averageHandleTimeV1, part: 'handleMs' },
  denominator: { kpi: occupancyV1, part: 'interactingMs' },
  scale: 1,
  withoutNumerator: 'undefined',
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Handle time where it elapsed by Interacting time on the queue.',
      why: 'Handle times of chats cannot be compared with those of calls before one knows how many are handled at once.',
    },
  ],
})
