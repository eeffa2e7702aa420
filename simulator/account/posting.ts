import type { Millis } from '../clock'
import type { Direction, Timeline } from '../conversations/timeline'
import type { MediaType } from '../world/queue'

/** For whom and what a value was posted: the dimensions one may group and filter by. */
export interface Dimensions {
  conversationId: string
  mediaType: MediaType
  direction: Direction
  originatingDirection: Direction
  purpose: string
  queueId?: string
  userId?: string
  divisionId?: string
  wrapUpCode?: string
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
      const wrappedUp = leg.wrapUp ? { ...of, wrapUpCode: leg.wrapUp.code } : of
      const waitsByOutcome = leg.mediaType !== 'callback' && leg.mediaType !== 'message'
      for (const { name, value, at, knownAt = at } of leg.emissions) {
        postings.push({
          metric: name,
          value,
          at,
          knownAt,
          of: leg.wrapUp && at >= leg.wrapUp.at ? wrappedUp : of,
        })
        if (waitsByOutcome ? outcomesOfAWait.has(name) : name === 'tAcd') {
          postings.push({ metric: 'tWait', value, at, knownAt, of })
        }
      }
    }
  }
  return postings
}
