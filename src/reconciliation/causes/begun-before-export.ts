import { dayMs } from '../../time/civil-date'
import type { Cause } from '../cause'
import { missingCount } from '../difference'

/** How long after the first export a conversation begun before it is still a likely reason. Callbacks and e-mail take days. */
const reachDays = 3

/** What is missing may belong to conversations that began before the first exported instant and went on after it. */
export const begunBeforeExport: Cause = {
  name: 'begun-before-export',
  explanation:
    'The export took conversations by their start, and this half hour lies shortly after the first of them: contacts that had begun earlier still count here for the platform, and we never received them. Export the days before, then recompute.',
  explains: (group, { begunFrom }) =>
    begunFrom !== null &&
    group.start >= begunFrom &&
    group.start < begunFrom + reachDays * dayMs &&
    missingCount(group) > 0,
}
