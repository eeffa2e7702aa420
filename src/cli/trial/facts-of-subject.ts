import { UsageError } from '../../errors'
import type { ConversationFacts } from '../../facts/fact'
import { linkContacts } from '../../facts/link-contacts'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import { type Subject, type SubjectFacts, subjectOf } from '../../kpis/subject'
import type { Instant } from '../../time/instant'

/**
 * What a definition observes, made of the conversations of export files.
 *
 * @param knownUntil up to when the files say that they are complete; null where none says
 */
export function factsOfSubject(
  definition: KpiDefinition,
  conversations: readonly ConversationFacts[],
  knownUntil: Instant | null,
): readonly SubjectFacts[Subject][] {
  const subject = subjectOf(definition)
  switch (subject) {
    case 'conversation':
      return conversations
    case 'contact':
      return linkContacts(conversations, knownUntil)
    default:
      throw new UsageError(
        `${nameAndVersion(definition)} observes no conversations, and the files hold nothing else.`,
        {
          code: 'usage.no-such-subject',
          fields: { subject },
          advice: 'Bring the data home with `retally export` and read it with `retally results`.',
        },
      )
  }
}
