import { readPage } from '../../src/activities/read-page'
import { archivePage } from '../../src/store/archive/archive-page'
import { beginExport } from '../../src/store/exports/begin-export'
import type { Store } from '../../src/store/open-store'
import type { Instant } from '../../src/time/instant'
import { utcDayInterval } from '../../src/time/local-date'

/** An export that takes pages of raw conversations, as the export activity does once it has them. */
export interface OpenExport {
  /** Reads, folds and archives one page in its transaction; returns the conversations whose record was new or changed. */
  archive(raws: readonly unknown[]): Promise<number>
}

export async function openExport(
  store: Store,
  day: string,
  request: string,
  observedAt: Instant,
): Promise<OpenExport> {
  const { exportKey } = await beginExport(store.pool, {
    organisation: 'bench',
    requestKey: `bench/${day}/${request}`,
    selectionRule: 'job-started',
    interval: utcDayInterval(day),
    at: Date.now(),
  })
  let page = 0
  return {
    async archive(raws) {
      page += 1
      const { conversations, quarantined } = readPage(raws, (index) => `page ${page} item ${index + 1}`)
      const archived = await archivePage(store, {
        exportKey,
        page,
        cursorAfter: String(page),
        conversations,
        quarantined,
        observedAt,
      })
      if (quarantined.length > 0) {
        throw new Error(
          `${quarantined.length} conversations of ${day} could not be read: ${quarantined[0]?.reason}.`,
        )
      }
      return archived.new + archived.changed
    },
  }
}
