import { isAgentSession } from './consult'
import type { FlowStay } from './fact'
import type { Measure } from './measure'
import { codeOf, type Emission, endOf, type SessionRecord, toMeasurements } from './session-record'

const aboutFlows: readonly Measure[] = [
  'ivr',
  'flow-started',
  'flow',
  'flow-exit',
  'flow-disconnect',
  'flow-outcome',
  'flow-outcome-failed',
  'flow-outcome-time',
  'flow-milestone',
]
const flowCodes = new Set<number | string>(aboutFlows.map(codeOf))

/**
 * The flow a session was in; null when it was in none. What the session measured is the flow's, and is taken off the
 * session. Of a session that is a stay in a queue (an in-queue flow plays there) or an agent's, only what is about flows.
 */
export function flowStayOf(session: SessionRecord): Omit<FlowStay, 'ordinal'> | null {
  const { flow } = session
  if (flow === null) return null
  const isShared = session.purpose === 'acd' || isAgentSession(session)
  const isOurs = ({ code }: Emission) => !isShared || flowCodes.has(code)
  const emissions = session.emissions.filter(isOurs)
  session.emissions = session.emissions.filter((emission) => !isOurs(emission))
  return {
    flowId: flow.flowId,
    flowType: flow.flowType,
    mediaType: session.mediaType,
    startedAt: session.startedAt,
    endedAt: endOf(session.segments),
    exitReason: flow.exitReason,
    transferType: flow.transferType,
    outcomes: flow.outcomes,
    measurements: toMeasurements(emissions),
  }
}
