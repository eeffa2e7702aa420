import type { Instant } from '../../time/instant'

export type ExportState = 'submitted' | 'paging' | 'complete' | 'failed' | 'expired'

/** One attempt at fetching an interval. */
export interface ExportRecord {
  exportKey: number
  organisation: string
  /** Business key: the same request joins the attempt in progress. */
  requestKey: string
  attempt: number
  /** How the platform was asked, such as `job-activity`; answers of different rules are never mixed. */
  selectionRule: string
  intervalStart: Instant
  intervalEnd: Instant
  state: ExportState
  jobId: string | null
  /** Where the next page begins. */
  cursor: string | null
  pages: number
  conversations: number
  changed: number
  quarantined: number
  dataAvailableUntil: Instant | null
  startedAt: Instant
  finishedAt: Instant | null
  failure: string | null
}

export const exportColumns = `
  export_key AS "exportKey", organisation, request_key AS "requestKey", attempt, selection_rule AS "selectionRule",
  interval_start AS "intervalStart", interval_end AS "intervalEnd", state, job_id AS "jobId", cursor, pages,
  conversations, changed, quarantined, data_available_until AS "dataAvailableUntil", started_at AS "startedAt",
  finished_at AS "finishedAt", failure`
