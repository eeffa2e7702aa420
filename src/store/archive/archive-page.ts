import { foldFingerprint } from '../../facts/fold-version'
import type { Instant } from '../../time/instant'
import { ensureMonth } from '../ensure-month'
import { closePage, openPage, type PageOfExport } from '../exports/page-of-export'
import { inTransaction, type Store } from '../open-store'
import { archiveSnapshots } from './archive-snapshots'
import { arrivingConversation, type ConversationToArchive, inRounds, namesIn } from './arriving'
import { type InputToQuarantine, quarantineInput, releaseReadable } from './quarantine-input'
import { type FactsToStore, type StoredFacts, storeFacts } from './store-facts'

export interface PageToArchive extends PageOfExport {
  conversations: readonly ConversationToArchive[]
  quarantined: readonly InputToQuarantine[]
  /** Up to when the platform vouched for what it answered, else the fetch time: decides which snapshot is the later. */
  observedAt: Instant
}

export interface ArchivedPage {
  /** The page had been committed before: nothing was done, the counts are 0. */
  alreadyArchived: boolean
  /** Conversations never seen before. */
  new: number
  /** Conversations whose record differs from what we had. */
  changed: number
  /** Conversations whose record adds nothing, or is older than what we have. */
  same: number
  quarantined: number
  /** Days whose facts changed and which therefore need a recompute. */
  daysTouched: string[]
  /** The same days by the subject whose facts changed. */
  touched: StoredFacts['days']
}

/**
 * Commits one page of an export: snapshots, facts, quarantine, cursor and counts, all or nothing. Repeating a page that
 * was committed does nothing; a page whose conversations are known from elsewhere adds only what differs.
 *
 * @throws TerminalError `store.export-closed`, RetryableError `store.page-out-of-order`
 */
export async function archivePage(store: Store, page: PageToArchive): Promise<ArchivedPage> {
  const arriving = page.conversations.map(arrivingConversation)
  for (const day of new Set(arriving.map((each) => each.day)))
    await ensureMonth(store, day, ['snapshot', 'facts'])
  await store.dictionaries.learn(namesIn(page.conversations))
  return inTransaction(store, async (tx) => {
    const from = await openPage(tx, page)
    if (from === null) {
      return {
        alreadyArchived: true,
        new: 0,
        changed: 0,
        same: 0,
        quarantined: 0,
        daysTouched: [],
        touched: { conversation: [], contact: [] },
      }
    }
    const answer = {
      alreadyArchived: false,
      new: 0,
      changed: 0,
      same: 0,
      quarantined: page.quarantined.length,
    }
    const current = new Map<number, FactsToStore>()
    for (const round of inRounds(arriving)) {
      const archived = await archiveSnapshots(tx, round, {
        exportKey: page.exportKey,
        observedAt: page.observedAt,
      })
      answer.new += archived.new
      answer.changed += archived.changed
      answer.same += archived.same + archived.earlier
      for (const facts of archived.current) current.set(facts.conversationKey, facts)
    }
    const { days: touched } = await storeFacts(tx, [...current.values()], foldFingerprint)
    const days = [...new Set([...touched.conversation, ...touched.contact])].sort()
    await releaseReadable(
      tx,
      arriving.map((each) => each.conversationId),
      page.observedAt,
    )
    await quarantineInput(tx, page.quarantined, {
      ...from,
      exportKey: page.exportKey,
      observedAt: page.observedAt,
    })
    const { new: added, changed, quarantined } = answer
    const counts = { read: page.conversations.length, changed: added + changed, quarantined }
    await closePage(tx, page, counts, days)
    return { ...answer, daysTouched: days, touched }
  })
}
