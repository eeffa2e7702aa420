import type {
  QueueCalendarRow,
  ReferenceTables,
  ScheduleGroupRow,
  SiteCalendarRow,
} from '../../kpis/reference-tables'
import type { Connection } from '../connection'
import { readDatedRows } from './read-dated-rows'

/** The reference tables as a replay runs with them: where a file and the platform's feed both speak, the file. */
export async function loadReferenceTables(db: Connection): Promise<ReferenceTables> {
  const siteCalendars = await db.query<SiteCalendarRow>(`
    SELECT nullif(site, '') AS site, body AS calendar FROM site_calendar c ORDER BY c.site, valid_from`)
  const queueCalendars = await db.query<QueueCalendarRow>(`
    SELECT queue_id AS "queueId", body AS calendar FROM queue_calendar ORDER BY queue_id, valid_from`)
  const scheduleGroups = await db.query<ScheduleGroupRow>(`
    SELECT group_id AS id, name, editions FROM schedule_group ORDER BY group_id`)
  return {
    agentZones: await readDatedRows(db, 'agentZones'),
    agentTeams: await readDatedRows(db, 'agentTeams'),
    queueZones: await readDatedRows(db, 'queueZones'),
    queueSites: await readDatedRows(db, 'queueSites'),
    queueTargets: await readDatedRows(db, 'queueTargets'),
    wrapUpCodes: await readDatedRows(db, 'wrapUpCodes'),
    wrapUpClasses: await readDatedRows(db, 'wrapUpClasses'),
    rates: await readDatedRows(db, 'rates'),
    siteCalendars: siteCalendars.rows,
    queueCalendars: queueCalendars.rows,
    scheduleGroups: scheduleGroups.rows,
  }
}
