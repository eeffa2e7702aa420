import { addDays } from '../../time/local-date'
import type { Cause } from '../cause'
import { missingCount } from '../difference'

/**
 * A transferred contact visits several queues, and a conversation in quarantine cannot be asked how many. More than this for each of
 * them would make a single broken record the excuse for a day.
 */
export const mostEventsPerConversation = 4

/** Conversations of the day, or of the day before, wait in quarantine and are in no number of ours. */
export const quarantined: Cause = {
  name: 'quarantined',
  explanation:
    'Conversations of this day are in quarantine: their records could not be read or contradict themselves, so the platform counts them and we do not. See `retally quarantine list`.',
  explains: (group, { quarantined }, open) => {
    if (missingCount(group) === 0) return false
    const inQuarantine = (quarantined.get(group.day) ?? 0) + (quarantined.get(addDays(group.day, -1)) ?? 0)
    return open.missingOnDayOf(group) <= inQuarantine * mostEventsPerConversation
  },
}
