import type { Cause } from '../cause'
import { missingCount } from '../difference'

/** Our definition refuses to count what it cannot place in a local day. */
export const setAside: Cause = {
  name: 'set-aside',
  explanation:
    'We saw these events and set them aside, because nobody has told us what the definition needs to know of the agent or queue: mostly its time zone. `retally results` says what is missing and whose; load it with `retally reference load --zones FILE` (queues: `--queue-zones FILE`, and so on), then recompute.',
  explains: (group, { setAside }) => {
    const missing = missingCount(group)
    if (missing === 0) return false
    let aside = 0
    for (const { start, queueId, mediaType, measure, kpi, observations } of setAside) {
      const here = start === group.start && queueId === group.queueId && mediaType === group.mediaType
      if (here && measure === group.measure && kpi === group.kpi) aside += observations
    }
    return aside === missing
  },
}
