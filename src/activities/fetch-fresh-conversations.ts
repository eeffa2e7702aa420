import { readQueryPages } from '../genesys/details-query'
import { archivePage } from '../store/archive/archive-page'
import { beginExport } from '../store/exports/begin-export'
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
      const { exportKey, state, pages } = await beginExport(store.pool, {
        organisation: input.organisation,
        requestKey: requestKey(input),
        selectionRule: input.rule,
        interval,
        at: dependencies.now(),
      })
      if (state !== 'complete') {
        for await (const page of readQueryPages(platformOf(dependencies), interval, signal)) {
          if (page.pageNumber <= pages) continue
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
            observedAt: dependencies.now(),
          })
          beat({ exportKey, pages: page.pageNumber })
        }
      }
      return finishExport(dependencies, exportKey, null)
    })
}
