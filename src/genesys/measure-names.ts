import type { PlatformMeasure } from '../facts/survey-measure'

/**
 * The platform's metric names and ours. A name that is not here is kept as it came: `metric.name` is an open set.
 *
 * `t…` are durations in milliseconds, `n…` counts of 1 (the official API description, and the metric definitions at help.mypurecloud.com).
 */
const ours = {
  nOffered: 'offered',
  tAcd: 'queue-wait',
  tAnswered: 'answered',
  tAbandon: 'abandoned',
  tShortAbandon: 'short-abandoned',
  tFlowOut: 'flowed-out',
  nOverSla: 'over-target',
  tAlert: 'alert',
  tNotResponding: 'not-responding',
  tTalk: 'talk',
  tTalkComplete: 'talk-complete',
  tHeld: 'held',
  tHeldComplete: 'held-complete',
  tAcw: 'after-call-work',
  tHandle: 'handle',
  tContacting: 'contacting',
  tDialing: 'dialing',
  nTransferred: 'transferred',
  nBlindTransferred: 'blind-transferred',
  nConsultTransferred: 'consult-transferred',
  nConsult: 'consulted',
  nError: 'error',
  nConnected: 'connected',
  tConnected: 'connected-time',
  nOutbound: 'outbound',
  nOutboundAttempted: 'outbound-attempted',
  nOutboundConnected: 'outbound-connected',
  nOutboundAbandoned: 'outbound-abandoned',
  tActiveCallback: 'active-callback',
  tActiveCallbackComplete: 'active-callback-complete',
  tFirstConnect: 'first-connect',
  tFirstDial: 'first-dial',
  nCallbackScheduled: 'callback-scheduled',
  nCallbackAttempts: 'callback-attempted',
  nCallbackOverSla: 'callback-over-target',
  tVoicemail: 'voicemail',
  tMonitoring: 'monitoring',
  tMonitoringComplete: 'monitoring-complete',
  tCoaching: 'coaching',
  tCoachingComplete: 'coaching-complete',
  tBarging: 'barging',
  tPark: 'park',
  tParkComplete: 'park-complete',
  tAgentResponseTime: 'agent-response',
  tUserResponseTime: 'user-response',
  tAverageAgentResponseTime: 'average-agent-response',
  tAverageCustomerResponseTime: 'average-customer-response',
  tFirstResponse: 'first-response',
  tFirstEngagement: 'first-engagement',
  nStateTransitionError: 'state-transition-error',
  nTakeover: 'takeover',
  tIvr: 'ivr',
  nFlow: 'flow-started',
  tFlow: 'flow',
  tFlowExit: 'flow-exit',
  tFlowDisconnect: 'flow-disconnect',
  nFlowOutcome: 'flow-outcome',
  nFlowOutcomeFailed: 'flow-outcome-failed',
  tFlowOutcome: 'flow-outcome-time',
  nFlowMilestone: 'flow-milestone',
  nSurveyResponses: 'survey-answered',
  oSurveyTotalScore: 'survey-score',
  nSurveyNpsResponses: 'recommendation-answered',
  nSurveyNpsPromoters: 'promoter',
  nSurveyNpsDetractors: 'detractor',
} as const satisfies Record<string, PlatformMeasure>

const oursByTheirs: ReadonlyMap<string, string> = new Map(Object.entries(ours))
const theirsByOurs: ReadonlyMap<string, string> = new Map(
  Object.entries(ours).map(([theirs, our]) => [our, theirs]),
)

/** Our name for a metric of the platform; its own where we have none. */
export function measureName(metric: string): string {
  return oursByTheirs.get(metric) ?? metric
}

/** The platform's name for a measure of ours; a name we do not know is taken to be the platform's already. */
export function metricName(measure: string): string {
  return theirsByOurs.get(measure) ?? measure
}
