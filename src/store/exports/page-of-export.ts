import type { PoolClient } from 'pg'
import { RetryableError, TerminalError } from '../../errors'

export interface PageOfExport {
  exportKey: number
  /** From 1; pages of an export are archived in order. */
  page: number
  /** Where the next page begins; null after the last. */
  cursorAfter: string | null
}

/**
 * Locks the export; null when the page was committed before.
 *
 * @throws TerminalError `store.export-closed`, RetryableError `store.page-out-of-order`
 */
export async function openPage(tx: PoolClient, page: PageOfExport): Promise<{ organisation: string } | null> {
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

/** Notes where the next page begins, and what this one brought. */
export async function closePage(
  tx: PoolClient,
  page: PageOfExport,
  counts: { read: number; changed: number; quarantined: number },
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
      counts.read,
      counts.changed,
      counts.quarantined,
      touchedDays,
    ],
  )
}
