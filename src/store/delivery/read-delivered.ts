import type { Instant } from '../../time/instant'
import type { Connection } from '../connection'

export interface DeliveredRow {
  agentId: string
  date: string
  kpi: string
  version: number
  value: number | null
  count: number
  /** The sink's id of the metric it was filed under. */
  metricId: string
  /** The idempotency key of the batch that brought it. */
  broughtBy: string
  /** When that batch was first sent. */
  sentAt: Instant
}

/** What a sink holds for local dates from `first` to `last`, both included. */
export async function readDelivered(
  db: Connection,
  range: { sink: string; first: string; last: string },
): Promise<DeliveredRow[]> {
  const { rows } = await db.query<DeliveredRow>(
    `
    SELECT v.agent_id AS "agentId", v.date, v.kpi, v.version, v.value, v.count,
           i.metric_id AS "metricId", l.idempotency_key AS "broughtBy", l.first_sent_at AS "sentAt"
      FROM delivered_value v
      JOIN metric_sync_log l USING (batch_key)
      JOIN metric_sync_item i USING (batch_key, agent_id, date, kpi)
     WHERE v.sink = $1 AND v.date BETWEEN $2 AND $3
     ORDER BY v.date, v.kpi, v.agent_id`,
    [range.sink, range.first, range.last],
  )
  return rows
}

export interface ParkedRow {
  agentId: string
  date: string
  kpi: string
  version: number
  value: number | null
  count: number
  /** The sink's id of the metric it was meant for. */
  metricId: string
  code: string | null
}

/** Items whose latest sending was refused for good. */
export async function readParked(
  db: Connection,
  range: { sink: string; first: string; last: string },
): Promise<ParkedRow[]> {
  const { rows } = await db.query<ParkedRow & { outcome: string }>(
    `
    SELECT DISTINCT ON (i.agent_id, i.date, i.kpi)
           i.agent_id AS "agentId", i.date, i.kpi, i.version, i.value, i.count,
           i.metric_id AS "metricId", i.code, i.outcome
      FROM metric_sync_item i
      JOIN metric_sync_log l USING (batch_key)
     WHERE l.sink = $1 AND i.date BETWEEN $2 AND $3 AND i.outcome <> 'pending'
     ORDER BY i.agent_id, i.date, i.kpi, i.batch_key DESC`,
    [range.sink, range.first, range.last],
  )
  return rows.filter((row) => row.outcome === 'parked').map(({ outcome: _, ...row }) => row)
}

export interface UnansweredRow {
  agentId: string
  date: string
  kpi: string
  version: number
}

/** Places that something was sent to since their last acceptance, without an answer that settles it. */
export async function readUnanswered(
  db: Connection,
  range: { sink: string; first: string; last: string },
): Promise<UnansweredRow[]> {
  const { rows } = await db.query<UnansweredRow>(
    `
    SELECT DISTINCT ON (i.date, i.kpi, i.agent_id)
           i.agent_id AS "agentId", i.date, i.kpi, i.version
      FROM metric_sync_item i
      JOIN metric_sync_log l USING (batch_key)
     WHERE l.sink = $1 AND i.date BETWEEN $2 AND $3 AND i.outcome IN ('pending', 'retry')
     ORDER BY i.date, i.kpi, i.agent_id, i.batch_key DESC`,
    [range.sink, range.first, range.last],
  )
  return rows
}
