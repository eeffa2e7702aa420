import type { Cause } from '../cause'
import { missingCount } from '../difference'
import { conversationsThatReach, mostEventsPerConversation } from '../events-behind'

/** Conversations of the day, or of the day before, wait in quarantine and are in no number of ours. */
export const quarantined: Cause = {
  name: 'quarantined',
  explanation:
    'Conversations of this day are in quarantine: their records could not be read or contradict themselves, so the platform counts them and we do not. See `retally quarantine list`.',
  explains: (group, { quarantined }, open) => {
    if (missingCount(group) === 0) return false
    const inQuarantine = conversationsThatReach(group, quarantined)
    return open.missingOnDayOf(group) <= inQuarantine * mostEventsPerConversation
  },
}
