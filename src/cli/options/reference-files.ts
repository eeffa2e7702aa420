import type { Command } from 'commander'
import type { ReferenceTables } from '../../kpis/reference-tables'

export interface ReferenceFileOptions {
  zones?: string
  queueZones?: string
  wrapUpCodes?: string
  calendar?: string
}

/** The files that tell what the platform's records do not: zones, calendars, names of wrap-up codes. */
export function addReferenceFiles(command: Command): Command {
  return command
    .option('--zones <csv>', 'agent zones: agent_id,zone,valid_from,valid_to[,site]')
    .option('--queue-zones <csv>', 'queue zones: queue_id,zone,valid_from,valid_to')
    .option('--wrap-up-codes <csv>', 'names of wrap-up codes: id,name')
    .option('--calendar <yaml>', 'business hours and holidays, of all sites or by site')
}

/** Reads the files that were named; a table whose file was not named is absent. */
export function readReferenceFiles(options: ReferenceFileOptions): Partial<ReferenceTables> {
  const { zones, queueZones, wrapUpCodes, calendar } = options
  if (Object.values({ zones, queueZones, wrapUpCodes, calendar }).every((file) => file === undefined))
    return {}
  // Loaded here: most runs name no file, and the readers of YAML and CSV take their time.
  const { readCalendars } =
    require('../reference/calendar-file') as typeof import('../reference/calendar-file')
  const { readWrapUpCodes } =
    require('../reference/wrap-up-code-file') as typeof import('../reference/wrap-up-code-file')
  const { readAgentZones, readQueueZones } =
    require('../reference/zone-files') as typeof import('../reference/zone-files')
  return {
    ...(zones === undefined ? {} : { agentZones: readAgentZones(zones) }),
    ...(queueZones === undefined ? {} : { queueZones: readQueueZones(queueZones) }),
    ...(wrapUpCodes === undefined ? {} : { wrapUpCodes: readWrapUpCodes(wrapUpCodes) }),
    ...(calendar === undefined ? {} : { siteCalendars: readCalendars(calendar) }),
  }
}
