import type { Command } from 'commander'
import type { ReferenceTables } from '../../kpis/reference-tables'

export interface ReferenceFileOptions {
  zones?: string
  queueZones?: string
  targets?: string
  wrapUpCodes?: string
  rates?: string
  calendar?: string
}

/** The files that tell what the platform's records do not: zones, sites, targets, calendars, names and classes, rates. */
export function addReferenceFiles(command: Command): Command {
  return command
    .option('--zones <file>', 'agents: agent_id,zone[,site,team,division,valid_from,valid_to]')
    .option('--queue-zones <file>', 'queues: queue_id,zone[,site,valid_from,valid_to]')
    .option(
      '--targets <file>',
      'service-level targets: queue_id,target_seconds[,media,valid_from,valid_to,zone]',
    )
    .option('--wrap-up-codes <file>', 'wrap-up codes: id,name[,class,valid_from,valid_to,zone]')
    .option(
      '--rates <file>',
      'what an hour costs, in cents: currency,minor_per_hour[,site,valid_from,valid_to,zone]',
    )
    .option('--calendar <yaml>', 'business hours and holidays, of all sites or by site and queue')
}

/** Reads the files that were named; a table of which no file speaks is absent. */
export function readReferenceFiles(options: ReferenceFileOptions): Partial<ReferenceTables> {
  const { zones, queueZones, targets, wrapUpCodes, rates, calendar } = options
  if ([zones, queueZones, targets, wrapUpCodes, rates, calendar].every((file) => file === undefined))
    return {}
  // Loaded here: most runs name no file, and the readers of YAML and CSV take their time.
  const { readAgents } = require('../reference/agent-file') as typeof import('../reference/agent-file')
  const { readCalendars } =
    require('../reference/calendar-file') as typeof import('../reference/calendar-file')
  const { readQueues, readQueueTargets } =
    require('../reference/queue-files') as typeof import('../reference/queue-files')
  const { readRates } = require('../reference/rate-file') as typeof import('../reference/rate-file')
  const { readWrapUpCodes } =
    require('../reference/wrap-up-code-file') as typeof import('../reference/wrap-up-code-file')
  return {
    ...(zones === undefined ? {} : readAgents(zones)),
    ...(queueZones === undefined ? {} : readQueues(queueZones)),
    ...(targets === undefined ? {} : { queueTargets: readQueueTargets(targets) }),
    ...(wrapUpCodes === undefined ? {} : readWrapUpCodes(wrapUpCodes)),
    ...(rates === undefined ? {} : { rates: readRates(rates) }),
    ...(calendar === undefined ? {} : readCalendars(calendar)),
  }
}
