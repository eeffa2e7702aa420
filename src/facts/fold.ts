import type { ConversationEvents, Direction } from '../events/event'
import { moveAnswers } from './answer'
import { isAgentSession, isConsultOnly } from './consult'
import type { AgentLeg, ConversationFacts, QueueVisit, QueueVisitOutcome, Resolution, Survey } from './fact'
import { flowStayOf } from './flow-stay'
import { qualityOfLeg, qualityOfVisit } from './quality'
import { type QueueStay, staysOf } from './queue-stay'
import { measureFromSegments } from './segment-measures'
import {
  codeOf,
  type Emission,
  endOf,
  gatherSessions,
  type SessionRecord,
  toMeasurements,
} from './session-record'
import { transferTarget } from './transfer-target'

/**
 * Folds the events of a conversation into its facts: a queue visit for each stay an acd session tells of, an
 * agent leg for each session of an agent, a flow for each session that was in one. The same events always give the same facts.
 *
 * A change in what this gives needs a new number in `fold-version.ts`: stored facts are then folded again.
 */
export function foldConversation(events: ConversationEvents): ConversationFacts {
  const sessions = gatherSessions(events)
  const bySession = new Map(sessions.map((session) => [session.session, session]))
  const flows = sessions.flatMap((session) => flowStayOf(session) ?? [])
  const stays = sessions.filter((session) => session.purpose === 'acd').flatMap(staysOf)
  const legs = sessions.filter(isAgentSession).map((session) => legOf(session, stays, bySession))
  return {
    conversationId: events.conversationId,
    startedAt: events.startedAt,
    endedAt: events.endedAt,
    ...toldOfAll(events),
    queueVisits: stays
      .sort((a, b) => a.enteredAt - b.enteredAt || a.session - b.session)
      .map((stay, ordinal) => visitOf(stay, ordinal)),
    agentLegs: legs.sort((a, b) => a.startedAt - b.startedAt).map((leg, ordinal) => ({ ...leg, ordinal })),
    flows: flows.sort((a, b) => a.startedAt - b.startedAt).map((flow, ordinal) => ({ ...flow, ordinal })),
  }
}

/** What is said of the conversation as a whole. */
function toldOfAll({
  events,
}: ConversationEvents): Pick<
  ConversationFacts,
  'direction' | 'customer' | 'selfServed' | 'surveys' | 'resolutions'
> {
  let direction: Direction | null = null
  let customer: string | null = null
  let selfServed: boolean | null = null
  const surveys: Survey[] = []
  const resolutions: Resolution[] = []
  for (const event of events) {
    if (event.kind === 'conversation-started') direction = event.direction
    else if (event.kind === 'customer-identified') customer = event.customer
    else if (event.kind === 'self-service-judged') selfServed = event.selfServed
    else if (event.kind === 'survey-told') {
      const { kind, at, ...told } = event
      surveys.push({ ordinal: surveys.length, ...told })
    } else if (event.kind === 'resolution-judged') {
      const { kind, ...judged } = event
      resolutions.push(judged)
    }
  }
  return { direction, customer, selfServed, surveys, resolutions }
}

const outcomes = new Map<number | string, QueueVisitOutcome>([
  [codeOf('answered'), 'answered'],
  [codeOf('abandoned'), 'abandoned'],
  [codeOf('flowed-out'), 'flow-out'],
])

function visitOf(stay: QueueStay, ordinal: number): QueueVisit {
  let end: { outcome: QueueVisitOutcome; by: Emission } | undefined
  for (const emission of stay.emissions) {
    const outcome = outcomes.get(emission.code)
    if (outcome !== undefined && (end === undefined || emission.at > end.by.at))
      end = { outcome, by: emission }
  }
  const visit = {
    queueId: stay.queueId,
    mediaType: stay.mediaType,
    direction: stay.direction,
    enteredAt: stay.enteredAt,
    leftAt: stay.leftAt ?? end?.by.at ?? null,
    outcome: end?.outcome ?? (stay.leftAt === null ? 'waiting' : 'unknown'),
    agentId: stay.agentId,
    flowOutType: stay.flowOutType,
    measurements: toMeasurements(stay.emissions),
  } satisfies Omit<QueueVisit, 'ordinal' | 'quality'>
  return { ordinal, ...visit, quality: qualityOfVisit(visit) }
}

/** The leg of an agent's session. Its answers move to the stays they are about. */
function legOf(
  session: SessionRecord,
  stays: QueueStay[],
  sessions: ReadonlyMap<number, SessionRecord>,
): Omit<AgentLeg, 'ordinal'> {
  const queueId = session.segments.find((segment) => segment.queueId !== null)?.queueId ?? null
  const transferredTo = transferTarget(session, sessions)
  // In a record with flows the platform measures; what there was may have gone to the flow.
  const isUnmeasured = session.emissions.length === 0 && session.flow === null
  const fromSegments = isUnmeasured ? measureFromSegments(session) : []
  const emissions = fromSegments.length > 0 ? fromSegments : moveAnswers(session, queueId, stays)
  const leg = {
    agentId: session.agentId,
    queueId,
    mediaType: session.mediaType,
    direction: session.direction,
    startedAt: session.startedAt,
    endedAt: endOf(session.segments),
    wrapUpCode: session.wrapUpCode,
    disconnect: session.segments.findLast((segment) => segment.disconnect !== null)?.disconnect ?? null,
    consultOnly: isConsultOnly(session, sessions),
    transferredTo,
    measuredFromSegments: fromSegments.length > 0,
    measurements: toMeasurements(emissions),
  } satisfies Omit<AgentLeg, 'ordinal' | 'quality'>
  return { ...leg, quality: qualityOfLeg(leg) }
}
