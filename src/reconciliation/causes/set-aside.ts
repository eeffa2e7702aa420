import type { PlatformMeasure } from '../../facts/survey-measure'
import { halfHourKey } from '../account'
import type { Cause } from '../cause'
import { missingCount } from '../difference'

/** What the platform posts beside another measure for one and the same event. */
const postedBeside: Partial<Record<PlatformMeasure, PlatformMeasure>> = { 'short-abandoned': 'abandoned' }

/**
 * Our definition refuses to count what it cannot place in a local day, or cannot judge. What was set aside is known by half hour, queue and
 * medium, not by measure: it accounts for the answers and abandons that are missing there together, or for none of them.
 */
export const setAside: Cause = {
  name: 'set-aside',
  explanation:
    'We saw these events and set them aside, because nobody has told us what the definition needs to know of the agent or queue: mostly its time zone. `retally results` says what is missing and whose; load it with `retally reference load --zones FILE` (queues: `--queue-zones FILE`, and so on), then recompute.',
  explains: (group, { setAside }, open) => {
    const missing = missingCount(group)
    if (missing === 0) return false
    const events = open.besides(group).filter(({ measure }) => postedBeside[measure] === undefined)
    const beside = postedBeside[group.measure]
    if (beside !== undefined) {
      const whole = events.find(({ measure }) => measure === beside)
      if (whole === undefined || missingCount(whole) < missing) return false
    }
    const together = events.reduce((sum, each) => sum + missingCount(each), 0)
    return setAside.get(halfHourKey(group)) === together
  },
}
