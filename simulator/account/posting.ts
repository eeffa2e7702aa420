import type { Millis } from '../clock'
import type { Direction, Emission, Timeline } from '../conversations/timeline'
import type { MediaType } from '../world/queue'

/** For whom and what a value was posted: the dimensions one may group and filter by. */
export interface Dimensions {
  conversationId: string
  mediaType: MediaType
  originatingDirection: Direction
  direction?: Direction
  purpose?: string
  queueId?: string
  userId?: string
  divisionId?: string
  wrapUpCode?: string
  flowId?: string
  flowType?: string
  exitReason?: string
  transferType?: string
  flowOutcomeId?: string
  flowOutcomeValue?: string
  surveyFormId?: string
  surveyFormContextId?: string
  externalContactId?: string
}

/** One line of the account: a metric's whole value, at the instant it was emitted. */
export interface Posting {
  metric: string
  value: number
  at: Millis
  /** When the platform first knew of it. */
  knownAt: Millis
  of: Dimensions
}

/** Posted when a flow is over, and with how it ended. */
const endsOfAFlow = new Set(['tFlow', 'tFlowExit', 'tFlowDisconnect'])

const outcomesOfAWait = new Set(['tAnswered', 'tAbandon', 'tFlowOut'])

/**
 * What the platform's own account says of a conversation: every emission with its dimensions, and the
 * waits, which exist only here. By voice and chat a wait is posted when it ends in an outcome; a callback
 * or a message has waited whenever it leaves the queue, outcome or not.
 */
export function post(timeline: Timeline): Posting[] {
  const postings: Posting[] = []
  for (const party of timeline.parties) {
    for (const leg of party.legs) {
      const of: Dimensions = {
        conversationId: timeline.id,
        mediaType: leg.mediaType,
        direction: leg.direction,
        originatingDirection: timeline.direction,
        purpose: party.purpose,
      }
      if (party.userId !== undefined) of.userId = party.userId
      if (leg.queue) of.queueId = leg.queue.id
      const divisionId = leg.queue?.divisionId ?? party.divisionId ?? timeline.divisionIds[0]
      if (divisionId !== undefined) of.divisionId = divisionId
      if (leg.flow) Object.assign(of, { flowId: leg.flow.begun.flowId, flowType: leg.flow.begun.flowType })
      const wrappedUp = leg.wrapUp ? { ...of, wrapUpCode: leg.wrapUp.code } : of
      const waitsByOutcome = leg.mediaType !== 'callback' && leg.mediaType !== 'message'
      for (const emission of leg.emissions) {
        const { name, value, at, knownAt = at } = emission
        const forWhom = leg.flow
          ? ofFlow(of, leg.flow.ended, emission)
          : leg.wrapUp && at >= leg.wrapUp.at
            ? wrappedUp
            : of
        postings.push({ metric: name, value, at, knownAt, of: forWhom })
        if (waitsByOutcome ? outcomesOfAWait.has(name) : name === 'tAcd') {
          postings.push({ metric: 'tWait', value, at, knownAt, of })
        }
      }
    }
  }
  return postings
}

/** What a flow's emission is about beside the flow: the outcome it measures, or how the flow ended. */
function ofFlow(of: Dimensions, ended: Record<string, unknown>, { name, outcome }: Emission): Dimensions {
  if (outcome) {
    return { ...of, flowOutcomeId: outcome.id, flowOutcomeValue: outcome.isSuccess ? 'SUCCESS' : 'FAILURE' }
  }
  if (!endsOfAFlow.has(name)) return of
  const { exitReason, transferType } = ended
  return Object.assign({ ...of }, transferType === undefined ? { exitReason } : { exitReason, transferType })
}
