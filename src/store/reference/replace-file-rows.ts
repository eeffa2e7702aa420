import type { PoolClient } from 'pg'
import { compileReference } from '../../kpis/reference'
import {
  type AgentZoneRow,
  emptyReferenceTables,
  type QueueZoneRow,
  type ReferenceTables,
} from '../../kpis/reference-tables'
import { formatInstant, type Instant } from '../../time/instant'
import { inTransaction, type Store } from '../open-store'

/**
 * The tables that are given replace what earlier files said, each as a whole; tables that are left out stay as they are.
 * Rows of the platform's feed are not touched.
 *
 * @throws UsageError for tables no replay could run with: two zones for one id at one instant, an unknown zone, …
 */
export async function replaceFileRows(
  store: Store,
  tables: Partial<ReferenceTables>,
  at: Instant,
): Promise<void> {
  compileReference({ ...emptyReferenceTables, ...tables })
  await inTransaction(store, async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('retally.reference'))`)
    if (tables.agentZones !== undefined) await replaceAgentZones(tx, tables.agentZones, at)
    if (tables.queueZones !== undefined) await replaceQueueZones(tx, tables.queueZones, at)
    if (tables.wrapUpCodes !== undefined) {
      await tx.query(`DELETE FROM wrap_up_code WHERE origin = 'file'`)
      await tx.query(
        `INSERT INTO wrap_up_code (id, origin, name, loaded_at)
         SELECT id, 'file', name, $3 FROM unnest($1::text[], $2::text[]) AS f (id, name)`,
        [
          tables.wrapUpCodes.map((row) => row.id),
          tables.wrapUpCodes.map((row) => row.name),
          formatInstant(at),
        ],
      )
    }
    if (tables.siteCalendars !== undefined) {
      await tx.query('DELETE FROM site_calendar')
      for (const { site, calendar } of tables.siteCalendars) {
        await tx.query('INSERT INTO site_calendar (site, body, loaded_at) VALUES ($1, $2, $3)', [
          site ?? '',
          JSON.stringify(calendar),
          formatInstant(at),
        ])
      }
    }
  })
}

async function replaceAgentZones(tx: PoolClient, rows: readonly AgentZoneRow[], at: Instant): Promise<void> {
  await tx.query(`DELETE FROM agent_zone WHERE origin = 'file'`)
  await tx.query(
    `
    INSERT INTO agent_zone (agent_id, origin, zone, site, valid_from, valid_to, loaded_at)
    SELECT agent_id, 'file', zone, site, coalesce(valid_from, '-infinity'), coalesce(valid_to, 'infinity'), $6
      FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
           AS f (agent_id, zone, site, valid_from, valid_to)`,
    [
      rows.map((row) => row.agentId),
      rows.map((row) => row.zone),
      rows.map((row) => row.site),
      rows.map((row) => row.validFrom),
      rows.map((row) => row.validTo),
      formatInstant(at),
    ],
  )
}

async function replaceQueueZones(tx: PoolClient, rows: readonly QueueZoneRow[], at: Instant): Promise<void> {
  await tx.query(`DELETE FROM queue_zone WHERE origin = 'file'`)
  await tx.query(
    `
    INSERT INTO queue_zone (queue_id, origin, zone, valid_from, valid_to, loaded_at)
    SELECT queue_id, 'file', zone, coalesce(valid_from, '-infinity'), coalesce(valid_to, 'infinity'), $5
      FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
           AS f (queue_id, zone, valid_from, valid_to)`,
    [
      rows.map((row) => row.queueId),
      rows.map((row) => row.zone),
      rows.map((row) => row.validFrom),
      rows.map((row) => row.validTo),
      formatInstant(at),
    ],
  )
}
