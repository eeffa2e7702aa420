import { Failure } from '../failure'

/** Which permissions an endpoint wants; any one of them will do. The first that matches counts. */
const wanted: readonly (readonly [endpoint: RegExp, anyOf: readonly string[]])[] = [
  [/\/analytics\/conversations\/details\/jobs\/availability/, ['analytics:conversationDetail:view']],
  [
    /\/analytics\/conversations\/details\//,
    ['analytics:conversationDetail:view', 'analytics:agentConversationDetail:view'],
  ],
  [/\/analytics\/conversations\/aggregates\//, ['analytics:conversationAggregate:view']],
  [/\/analytics\/flows\/aggregates\//, ['analytics:flowAggregate:view']],
  [/\/analytics\/surveys\/aggregates\//, ['analytics:surveyAggregate:view']],
  [/\/analytics\/resolutions\/aggregates\//, ['analytics:resolutionAggregate:view']],
  [/\/analytics\/users\/details\//, ['analytics:userDetail:view']],
  [/\/analytics\/users\/aggregates\//, ['analytics:userAggregate:view']],
  [/\/routing\/queues/, ['routing:queue:view']],
  [/\/routing\/wrapupcodes/, ['routing:wrapupCode:view']],
  [/\/architect\/schedulegroups/, ['routing:scheduleGroup:view']],
  [/\/architect\/schedules/, ['routing:schedule:view']],
  [/\/workforcemanagement\/businessunits\/[^/]+\/managementunits/, ['wfm:managementUnit:view']],
  [/\/workforcemanagement\/businessunits\/[^/]+\/activitycodes/, ['wfm:activityCode:view']],
  [
    /\/workforcemanagement\/managementunits\/[^/]+\/agentschedules/,
    ['wfm:publishedSchedule:view', 'wfm:schedule:view'],
  ],
  [/\/workforcemanagement\/businessunits/, ['wfm:businessUnit:view']],
  [/\/workforcemanagement\/managementunits\/[^/]+\/users/, ['wfm:agent:view']],
  [/\/workforcemanagement\/managementunits/, ['wfm:managementUnit:view']],
  [/\/workforcemanagement\/agents/, ['wfm:agent:view']],
  [/^GET .*\/externalmetrics\/definitions/, ['employeePerformance:externalMetricDefinition:view']],
  [/^POST .*\/externalmetrics\/definitions/, ['employeePerformance:externalMetricDefinition:add']],
  [/^PATCH .*\/externalmetrics\/definitions/, ['employeePerformance:externalMetricDefinition:edit']],
  [/^DELETE .*\/externalmetrics\/definitions/, ['employeePerformance:externalMetricDefinition:delete']],
  [/\/externalmetrics\/data/, ['employeePerformance:externalMetricData:add']],
]

/** 403 in the platform's words: it names what is missing, or, where no one permission is wanted, only refuses. */
export function forbidden(line: string): Failure {
  const permissions = wanted.find(([endpoint]) => endpoint.test(line))?.[1] ?? []
  const named = `[${permissions.join(', ')}]`
  if (permissions.length === 0)
    return new Failure(403, 'not.authorized', 'You are not authorized to perform the requested action.')
  if (permissions.length === 1)
    return new Failure(
      403,
      'missing.permissions',
      `Unable to perform the requested action. You are missing the following permission(s): ${named}`,
    )
  return new Failure(
    403,
    'missing.any.permissions',
    `Unable to perform the requested action. You must have at least one of the following permissions assigned: ${named}`,
  )
}
