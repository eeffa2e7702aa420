import { UsageError } from '../../errors'
import { readAvailability } from '../../genesys/details-job'
import { daysWithConversations } from '../../store/days/days-with-conversations'
import type { DaySpan } from '../../time/day-span'
import { nextDate } from '../../time/local-date'
import type { CommandContext } from '../command'
import { intervalOfDays, rangeLabel } from '../options/range'
import { platformClient } from '../platform-needed'
import type { Session } from '../session'
import { refuseBeyond } from './beyond-data'
import { daysNotComplete } from './days-not-complete'

/**
 * Refuses to compute a range of which nothing was ever stored: it waits where the data are still to come, else they have
 * to be fetched first. A range that ends after what is stored is computed as far as it goes, and the rest is named.
 *
 * @throws as `refuseBeyond`; UsageError `usage.nothing-stored`
 */
export async function checkStoredDays(
  { screen }: CommandContext,
  session: Session,
  range: DaySpan,
): Promise<void> {
  const { store, organisation } = session
  const { first, last } = range
  const { days } = await daysWithConversations(store.pool, {
    first,
    last,
    order: 'newest-first',
    after: null,
    limit: 1,
  })
  const missing = new Set(await daysNotComplete(store.pool, { organisation, first, last, agentTime: false }))
  const [newest] = days
  if (newest === undefined) {
    // Days that were exported and are empty are computed in no time; that is no mistake.
    if (missing.size < range.days) return
    refuseBeyond(rangeLabel(range), intervalOfDays(range), await dataUntil(session))
    throw nothingStored(range)
  }
  if (newest < last && missing.has(last)) {
    screen.say(
      `Nothing after ${newest} is stored: \`retally export --from ${nextDate(newest)} --to ${last}\` fetches the rest of the range.`,
    )
  }
}

/** Without a platform, files may hold anything up to now. */
async function dataUntil({ settings, store }: Session): Promise<number> {
  return settings.platform === undefined
    ? Date.now()
    : readAvailability(platformClient(settings.platform, store))
}

function nothingStored(range: DaySpan): UsageError {
  const { first, last } = range
  return new UsageError(`Nothing of ${rangeLabel(range)} is stored, so there is nothing to compute.`, {
    code: 'usage.nothing-stored',
    fields: { first, last },
    advice: `Fetch it first: retally export --from ${first} --to ${last} (or \`retally import FILE…\`).`,
  })
}
