import { TerminalError } from '../errors'
import { type JobPage, readJobPage } from '../genesys/details-job'
import { archivePage } from '../store/archive/archive-page'
import { endExport } from '../store/exports/end-export'
import type { ExportRecord } from '../store/exports/export'
import { readExport } from '../store/exports/read-coverage'
import { type ExportJob, lostJob } from './await-export-job'
import type { Dependencies } from './dependencies'
import type { ExportSummary } from './export-summary'
import { finishExport } from './finish-export'
import { heartbeating } from './heartbeating'
import { platformOf } from './platform-of'
import { readPage } from './read-page'

export type FetchedPages = { state: 'complete'; summary: ExportSummary } | { state: 'expired' }

/**
 * Reads a fulfilled job page by page. Each page's conversations, facts, quarantine, cursor and counts
 * commit together, so that whoever comes after a crash goes on at the stored cursor; after the last page
 * the export vouches for its day.
 */
export function fetchExportPages(dependencies: Dependencies) {
  return ({ exportKey, jobId }: ExportJob): Promise<FetchedPages> =>
    heartbeating(async ({ signal, beat }) => {
      const { store } = dependencies
      const record = await exportOf(dependencies, exportKey)
      if (record.state === 'complete')
        return { state: 'complete', summary: await finishExport(dependencies, exportKey, null) }

      const pageSize = dependencies.settings.platform?.pageSize
      let { pages, cursor } = record
      let dataAvailableUntil = record.dataAvailableUntil
      while (pages === 0 || cursor !== null) {
        let page: JobPage
        try {
          page = await readJobPage(platformOf(dependencies), jobId, cursor, pageSize, signal)
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
        dataAvailableUntil = page.dataAvailableUntil ?? dataAvailableUntil
        await archivePage(store, {
          exportKey,
          page: pages,
          cursorAfter: page.cursor,
          conversations,
          quarantined,
          observedAt: page.dataAvailableUntil ?? dependencies.now(),
        })
        cursor = page.cursor
        beat({ exportKey, pages, conversations: conversations.length, quarantined: quarantined.length })
      }
      return { state: 'complete', summary: await finishExport(dependencies, exportKey, dataAvailableUntil) }
    })
}

async function exportOf(dependencies: Dependencies, exportKey: number): Promise<ExportRecord> {
  const record = await readExport(dependencies.store.pool, exportKey)
  if (record) return record
  throw new TerminalError(`There is no export ${exportKey} in this database.`, {
    code: 'export.unknown',
    fields: { exportKey },
    advice: 'Was the worker pointed at another database? Start the export again.',
  })
}
