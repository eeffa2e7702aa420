import { readQueryPages } from '../genesys/details-query'
import { archivePage } from '../store/archive/archive-page'
import { beginExport } from '../store/exports/begin-export'
import { endExport } from '../store/exports/end-export'
import type { ExportRecord } from '../store/exports/export'
import { utcDayInterval } from '../time/local-date'
import type { Dependencies } from './dependencies'
import type { ExportSummary } from './export-summary'
import { finishExport } from './finish-export'
import { heartbeating } from './heartbeating'
import { platformOf } from './platform-of'
import { readPage } from './read-page'
import { type ExportDayInput, requestKey } from './request-export'

/**
 * Brings the conversations that started on a day by details query: fresh to the minute, without
 * attributes, and vouched for by nobody, so its day is never called complete; a job has to confirm it.
 * Pages shift while data arrive: a conversation may come twice, which changes nothing.
 */
export function fetchFreshConversations(dependencies: Dependencies) {
  return (input: ExportDayInput): Promise<ExportSummary> =>
    heartbeating(async ({ signal, beat }) => {
      const { store } = dependencies
      const interval = utcDayInterval(input.day)
      const { exportKey, state } = await beginFresh(dependencies, input)
      if (state !== 'complete') {
        const platform = platformOf(dependencies)
        for await (const page of readQueryPages(platform, interval, signal)) {
          const where = `query ${input.day} page ${page.pageNumber}`
          const { conversations, quarantined } = readPage(
            page.conversations,
            (index) => `${where} item ${index + 1}`,
          )
          await archivePage(store, {
            exportKey,
            page: page.pageNumber,
            cursorAfter: null,
            conversations,
            quarantined,
            // By the platform's clock, as a job's pages are: which snapshot is the later one must not hang on ours.
            observedAt: platform.now(),
          })
          beat({ exportKey, pages: page.pageNumber })
        }
      }
      return finishExport(dependencies, exportKey, null)
    })
}

/**
 * The attempt to read into. Pages shift while data arrive, so one that was interrupted cannot be gone on
 * with by page number: it is closed and read from its first page again, and what is known stays as it is.
 */
async function beginFresh(dependencies: Dependencies, input: ExportDayInput): Promise<ExportRecord> {
  const { store } = dependencies
  const begin = () =>
    beginExport(store.pool, {
      organisation: input.organisation,
      requestKey: requestKey(input),
      selectionRule: input.rule,
      interval: utcDayInterval(input.day),
      at: dependencies.now(),
    })
  const begun = await begin()
  if (begun.state === 'complete' || begun.pages === 0) return begun
  const failure = 'Interrupted; the pages of a query shift, so it is read again from the first.'
  await endExport(store.pool, begun.exportKey, { state: 'failed', failure, at: dependencies.now() })
  return begin()
}
