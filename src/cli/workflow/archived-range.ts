import { UsageError } from '../../errors'
import type { Connection } from '../../store/connection'
import { daysWithConversations } from '../../store/days/days-with-conversations'
import type { DaySpan } from '../../time/day-span'
import { daysBetween } from '../../time/local-date'
import { everyDay } from '../options/range'

/**
 * From the first to the last day of the archive.
 *
 * @throws UsageError `usage.empty-archive`
 */
export async function everyArchivedDay(db: Connection): Promise<DaySpan> {
  const { days: newest } = await daysWithConversations(db, {
    ...everyDay,
    order: 'newest-first',
    after: null,
    limit: 1,
  })
  const { days: oldest } = await daysWithConversations(db, {
    ...everyDay,
    order: 'oldest-first',
    after: null,
    limit: 1,
  })
  const [first, last] = [oldest[0], newest[0]]
  if (first !== undefined && last !== undefined) return { first, last, days: daysBetween(first, last) + 1 }
  throw new UsageError('The archive is empty, so there is nothing to compute.', {
    code: 'usage.empty-archive',
    advice: 'Begin with `retally import FILE…` or `retally export --from … --to …`.',
  })
}
