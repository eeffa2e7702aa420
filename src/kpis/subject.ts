import type { AgentDay } from '../facts/agent-day'
import type { LinkedContact } from '../facts/contact'
import type { ConversationFacts } from '../facts/fact'

/**
 * What definitions observe, a subject each, with the facts they are given. They see these facts and nothing else:
 * whoever stores facts can tell from the subject alone which days a change makes stale.
 *
 * - `conversation`: one conversation by itself.
 * - `contact`: a conversation as a contact, beside the other contacts of the same customer.
 * - `agent-day`: one agent on one UTC day.
 */
export interface SubjectFacts {
  conversation: ConversationFacts
  contact: LinkedContact
  'agent-day': AgentDay
}

export type Subject = keyof SubjectFacts

/** What one observation can be of, and whose facts tell of it. */
export const subjectOfUnit = {
  conversation: 'conversation',
  'queue-visit': 'conversation',
  'agent-leg': 'conversation',
  'flow-execution': 'conversation',
  survey: 'conversation',
  contact: 'contact',
  'agent-quarter': 'agent-day',
} as const satisfies Record<string, Subject>

export type UnitOfObservation = keyof typeof subjectOfUnit

/** The units whose facts are those of a subject. */
export type UnitOf<S extends Subject> = {
  [Unit in UnitOfObservation]: (typeof subjectOfUnit)[Unit] extends S ? Unit : never
}[UnitOfObservation]

/** Whose facts a definition observes. */
export function subjectOf({ unitOfObservation }: { unitOfObservation: UnitOfObservation }): Subject {
  return subjectOfUnit[unitOfObservation]
}

/** What names a subject within its day: the same whenever its facts are read. */
export function subjectId(facts: SubjectFacts[Subject]): string {
  return 'conversationId' in facts ? facts.conversationId : facts.agentId
}
