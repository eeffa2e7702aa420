import { addDays } from '../../time/local-date'
import type { Cause } from '../cause'

/** New data came in and the results that rest on them have not been computed again. */
export const recomputePending: Cause = {
  name: 'recompute-pending',
  explanation:
    'Our results of this day, or of the day before whose contacts ran on into it, are missing or older than the data they rest on. Recompute the day, then reconcile again.',
  explains: ({ day }, { staleDays }) => staleDays.has(day) || staleDays.has(addDays(day, -1)),
}
