import type { PoolClient } from 'pg'
import { RetryableError, TerminalError } from '../../errors'
import { foldFingerprint } from '../../facts/fold-version'
import type { Instant } from '../../time/instant'
import { ensureMonth } from '../ensure-month'
import { inTransaction, type Store } from '../open-store'
import { archiveSnapshots } from './archive-snapshots'
import { arrivingConversation, type ConversationToArchive, inRounds, namesIn } from './arriving'
import { type InputToQuarantine, quarantineInput, releaseReadable } from './quarantine-input'
import { type FactsToStore, storeFacts } from './store-facts'

export interface PageToArchive {
  exportKey: number
  /** From 1; pages of an export are archived in order. */
  page: number
  /** Where the next page begins; null after the last. */
  cursorAfter: string | null
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
      return { alreadyArchived: true, new: 0, changed: 0, same: 0, quarantined: 0, daysTouched: [] }
    }
    const answer = {
      alreadyArchived: false,
      new: 0,
      changed: 0,
      same: 0,
      quarantined: page.quarantined.length,
    }
    const current = new Map<number, FactsToStore>()
    const newOfDay = new Map<string, number>()
    for (const round of inRounds(arriving)) {
      const archived = await archiveSnapshots(tx, round, {
        exportKey: page.exportKey,
        observedAt: page.observedAt,
      })
      answer.new += archived.new
      answer.changed += archived.changed
      answer.same += archived.same + archived.earlier
      for (const facts of archived.current) {
        current.set(facts.conversationKey, facts)
        if (archived.newKeys.has(facts.conversationKey))
          newOfDay.set(facts.day, (newOfDay.get(facts.day) ?? 0) + 1)
      }
    }
    const { days } = await storeFacts(tx, [...current.values()], foldFingerprint, newOfDay)
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
    await closePage(tx, page, answer, days)
    return { ...answer, daysTouched: days }
  })
}

/** Locks the export; null when the page was committed before. */
async function openPage(tx: PoolClient, page: PageToArchive): Promise<{ organisation: string } | null> {
  const { rows } = await tx.query<{ organisation: string; state: string; pages: number }>(
    'SELECT organisation, state, pages FROM export WHERE export_key = $1 FOR UPDATE',
    [page.exportKey],
  )
  const found = rows[0]
  const fields = { exportKey: page.exportKey, page: page.page, pages: found?.pages, state: found?.state }
  if (found !== undefined && page.page <= found.pages) return null
  if (found === undefined || (found.state !== 'submitted' && found.state !== 'paging')) {
    throw new TerminalError(
      `Page ${page.page} of export ${page.exportKey} came after the export was closed (${found?.state ?? 'unknown'}); nothing was written.`,
      { code: 'store.export-closed', fields, advice: 'Another worker took the export over; let it finish.' },
    )
  }
  if (page.page !== found.pages + 1) {
    // Also after a failover to a database that had not heard of the last commits: the next attempt reads where it stands.
    throw new RetryableError(
      `Page ${page.page} of export ${page.exportKey} came after page ${found.pages}: a page is missing between them.`,
      { code: 'store.page-out-of-order', fields, advice: 'Resume the export at its stored cursor.' },
    )
  }
  return { organisation: found.organisation }
}

async function closePage(
  tx: PoolClient,
  page: PageToArchive,
  counts: { new: number; changed: number; quarantined: number },
  touchedDays: readonly string[],
): Promise<void> {
  await tx.query(
    `
    UPDATE export
       SET state = 'paging', pages = $2, cursor = $3,
           conversations = conversations + $4, changed = changed + $5, quarantined = quarantined + $6,
           touched_days = ARRAY(SELECT DISTINCT day FROM unnest(touched_days || $7::date[]) AS t (day) ORDER BY day)
     WHERE export_key = $1`,
    [
      page.exportKey,
      page.page,
      page.cursorAfter,
      page.conversations.length,
      counts.new + counts.changed,
      counts.quarantined,
      touchedDays,
    ],
  )
}
