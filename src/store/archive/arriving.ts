import type { ConversationEvents } from '../../events/event'
import { encodeFacts } from '../../facts/compact'
import { type Contact, contactOf } from '../../facts/contact'
import type { ConversationFacts } from '../../facts/fact'
import { canonicalJson } from '../../kpis/canonical-json'
import { formatInstant } from '../../time/instant'
import type { Names } from '../dictionary'
import { sha256 } from '../sha256'

/** One conversation of a page: the platform's record, and what our pure rooms made of it. */
export interface ConversationToArchive {
  raw: unknown
  events: Pick<ConversationEvents, 'conversationId' | 'startedAt' | 'endedAt'>
  facts: ConversationFacts
}

/** A conversation in the forms in which it is stored. */
export interface ArrivingConversation {
  conversationId: string
  /** UTC day of its start; the day under which it is kept for good when it is new. */
  day: string
  ended: boolean
  body: string
  contentHash: Buffer
  factsBody: Buffer
  factsHash: Buffer
  customer: string | null
  contact: Contact
}

export function arrivingConversation(conversation: ConversationToArchive): ArrivingConversation {
  const { conversationId, startedAt, endedAt } = conversation.events
  const body = canonicalJson(conversation.raw)
  const factsBody = encodeFacts(conversation.facts)
  return {
    conversationId,
    day: formatInstant(startedAt).slice(0, 10),
    ended: endedAt !== null,
    body,
    contentHash: sha256(body),
    factsBody,
    factsHash: sha256(factsBody),
    customer: conversation.facts.customer,
    contact: contactOf(conversation.facts),
  }
}

/**
 * In order of id, so that pages archived side by side take their locks in the same order. A page that tells of a
 * conversation several times is archived in several rounds, each telling of it once; the page's order decides.
 */
export function inRounds(conversations: readonly ArrivingConversation[]): ArrivingConversation[][] {
  const rounds: ArrivingConversation[][] = []
  const timesSeen = new Map<string, number>()
  for (const conversation of conversations) {
    const round = timesSeen.get(conversation.conversationId) ?? 0
    timesSeen.set(conversation.conversationId, round + 1)
    rounds[round] ??= []
    rounds[round].push(conversation)
  }
  for (const round of rounds) round.sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1))
  return rounds
}

/**
 * Ids that results of these visits and legs can carry; they get their keys before the facts become visible. What only flows and
 * surveys name, the recompute that meets it learns (`UnknownNames`).
 */
export function namesIn(conversations: readonly { facts: ConversationFacts }[]): Partial<Names> {
  const agents = new Set<string>()
  const queues = new Set<string>()
  const mediaTypes = new Set<string>()
  for (const { facts } of conversations) {
    for (const part of [...facts.queueVisits, ...facts.agentLegs]) {
      if (part.agentId !== null) agents.add(part.agentId)
      if (part.queueId !== null) queues.add(part.queueId)
      mediaTypes.add(part.mediaType)
    }
  }
  return { agents, queues, mediaTypes }
}
