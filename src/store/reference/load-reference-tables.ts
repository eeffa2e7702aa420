import type {
  AgentZoneRow,
  QueueZoneRow,
  ReferenceTables,
  SiteCalendarRow,
  WrapUpCodeRow,
} from '../../kpis/reference-tables'
import { formatInstant, type Instant } from '../../time/instant'
import type { Connection } from '../connection'
import { type Validity, winningRows } from './winning-rows'

/** The reference tables as a replay runs with them: where a file and the platform's feed both speak, the file. */
export async function loadReferenceTables(db: Connection): Promise<ReferenceTables> {
  const agents = await db.query<Validity & { agentId: string; zone: string; site: string | null }>(`
    SELECT agent_id AS "agentId", origin, zone, site, valid_from AS "validFrom", valid_to AS "validTo"
      FROM agent_zone ORDER BY agent_id, valid_from, origin`)
  const queues = await db.query<Validity & { queueId: string; zone: string }>(`
    SELECT queue_id AS "queueId", origin, zone, valid_from AS "validFrom", valid_to AS "validTo"
      FROM queue_zone ORDER BY queue_id, valid_from, origin`)
  const codes = await db.query<WrapUpCodeRow>(`
    SELECT DISTINCT ON (id) id, name FROM wrap_up_code ORDER BY id, origin = 'file' DESC`)
  const calendars = await db.query<SiteCalendarRow>(`
    SELECT nullif(site, '') AS site, body AS calendar FROM site_calendar ORDER BY site_calendar.site`)
  return {
    agentZones: winningRows(agents.rows, (row) => row.agentId).map(
      ({ agentId, zone, site, validFrom, validTo }): AgentZoneRow => ({
        agentId,
        zone,
        site,
        validFrom: bound(validFrom),
        validTo: bound(validTo),
      }),
    ),
    queueZones: winningRows(queues.rows, (row) => row.queueId).map(
      ({ queueId, zone, validFrom, validTo }): QueueZoneRow => ({
        queueId,
        zone,
        validFrom: bound(validFrom),
        validTo: bound(validTo),
      }),
    ),
    wrapUpCodes: codes.rows,
    siteCalendars: calendars.rows,
  }
}

function bound(instant: Instant): string | null {
  return Number.isFinite(instant) ? formatInstant(instant) : null
}
