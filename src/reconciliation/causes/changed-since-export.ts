import type { Cause } from '../cause'
import { missingCount } from '../difference'

/**
 * Conversations that were open when we last saw them have gone on, and the platform already counts what they did. Each stands for one
 * event of a measure on its queue, in all half hours together: one open e-mail is no excuse for a day of losses.
 */
export const changedSinceExport: Cause = {
  name: 'changed-since-export',
  explanation:
    'Conversations on this queue were still open when we exported them, and the platform has moved on since: late after-call work, callbacks and e-mail are in its number and not yet in ours. Export their days again, then recompute.',
  explains: (group, { availableUntil, stillOpen }, open) => {
    if (missingCount(group) === 0 || availableUntil === null) return false
    let mayCount = 0
    for (const { queueId, mediaType, knownUntil, conversations } of stillOpen) {
      const here = queueId === group.queueId && mediaType === group.mediaType
      if (here && knownUntil < group.end && knownUntil < availableUntil) mayCount += conversations
    }
    return open.missingOnQueueOf(group) <= mayCount
  },
}
