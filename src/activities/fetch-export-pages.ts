import { type JobPage, readJobPage } from '../genesys/details-job'
import { archivePage } from '../store/archive/archive-page'
import { endExport } from '../store/exports/end-export'
import { noteJob } from '../store/exports/note-job'
import type { Instant } from '../time/instant'
import { type ExportJob, lostJob } from './await-export-job'
import { countingForExport } from './counted-requests'
import type { Dependencies } from './dependencies'
import type { ExportSummary } from './export-summary'
import { exportOf, finishExport } from './finish-export'
import { type Heartbeat, heartbeating } from './heartbeating'
import { oneAtATime } from './one-at-a-time'
import { readPage } from './read-page'

export type FetchedPages = { state: 'complete'; summary: ExportSummary } | { state: 'expired' }

/**
 * Reads a fulfilled job page by page. Each page's conversations, facts, quarantine, cursor and counts
 * commit together, so that whoever comes after a crash goes on at the stored cursor; after the last page
 * the export vouches for its day.
 */
export function fetchExportPages(dependencies: Dependencies) {
  return (job: ExportJob): Promise<FetchedPages> =>
    heartbeating((heartbeat) =>
      oneAtATime(dependencies, { name: `${job.exportKey}`, exportKey: job.exportKey }, heartbeat, () =>
        fetchPages(job, heartbeat),
      ),
    )

  async function fetchPages(
    { exportKey, jobId, runKey }: ExportJob,
    { signal, beat }: Heartbeat,
  ): Promise<FetchedPages> {
    const { store } = dependencies
    const record = await exportOf(dependencies, exportKey)
    if (record.state === 'complete')
      return { state: 'complete', summary: await finishExport(dependencies, exportKey, null) }
    if (record.state === 'expired' || record.state === 'failed') return { state: 'expired' }

    return countingForExport(dependencies, exportKey, runKey, async (platform): Promise<FetchedPages> => {
      const pageSize = dependencies.settings.platform?.pageSize
      let { pages, cursor } = record
      let dataAvailableUntil = record.dataAvailableUntil
      while (pages === 0 || cursor !== null) {
        let page: JobPage
        try {
          page = await readJobPage(platform, jobId, cursor, pageSize, signal)
        } catch (error) {
          if (lostJob(error) === null) throw error
          const failure = (error as Error).message
          await endExport(store.pool, exportKey, { state: 'expired', failure, at: dependencies.now() })
          return { state: 'expired' }
        }
        pages += 1
        const where = `job ${jobId} page ${pages}`
        const { conversations, quarantined } = readPage(
          page.conversations,
          (index) => `${where} item ${index + 1}`,
        )
        const vouched = leastOf(dataAvailableUntil, page.dataAvailableUntil)
        if (vouched !== dataAvailableUntil) {
          // Kept before the page is: who resumes after the last page must still know what they vouch for.
          dataAvailableUntil = vouched
          await noteJob(store.pool, exportKey, { dataAvailableUntil })
        }
        await archivePage(store, {
          exportKey,
          page: pages,
          cursorAfter: page.cursor,
          conversations,
          quarantined,
          observedAt: page.dataAvailableUntil ?? dependencies.now(),
        })
        if (page.cursor !== null && page.cursor === cursor) {
          const failure = `Page ${pages} names the cursor it was read with as that of the next page.`
          await endExport(store.pool, exportKey, { state: 'expired', failure, at: dependencies.now() })
          return { state: 'expired' }
        }
        cursor = page.cursor
        beat({ exportKey, pages, conversations: conversations.length, quarantined: quarantined.length })
      }
      return { state: 'complete', summary: await finishExport(dependencies, exportKey, dataAvailableUntil) }
    })
  }
}

/** All pages together are complete only up to where each of them is; a page that does not say leaves it to the others. */
function leastOf(known: Instant | null, stated: Instant | null): Instant | null {
  if (known === null || stated === null) return known ?? stated
  return Math.min(known, stated)
}
