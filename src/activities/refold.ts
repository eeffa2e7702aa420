import { TerminalError } from '../errors'
import type { ConversationFacts } from '../facts/fact'
import { foldConversation } from '../facts/fold'
import { foldFingerprint } from '../facts/fold-version'
import { readConversation } from '../genesys/conversation'
import { refoldAgentDays } from '../store/archive/refold-agent-days'
import { type RefoldedDay, refoldDay } from '../store/archive/refold-day'
import type { Dependencies } from './dependencies'
import { agentDayFold } from './fold-agent-day'

/** Folds again, from the archive, the conversations and agents' days of a day whose facts an older fold made. */
export async function refoldOutdatedFacts(
  { store }: Dependencies,
  day: string,
  onBatch: (conversations: number) => void,
): Promise<RefoldedDay> {
  await refoldAgentDays(store, day, agentDayFold)
  return refoldDay(store, day, { fingerprint: foldFingerprint, refold }, { onBatch })
}

/** The facts of a record as archived.
 *
 * @throws TerminalError `refold.unreadable`
 */
export function refold(raw: unknown): ConversationFacts {
  const read = readConversation(raw)
  if ('conversation' in read) return foldConversation(read.conversation)
  const { conversationId, reason, path } = read.problem
  throw new TerminalError(
    `Conversation ${conversationId} was archived, but can no longer be read: ${reason} at ${path}.`,
    {
      code: 'refold.unreadable',
      fields: { conversationId, reason, path },
      advice: 'The reader became stricter than it was; this needs a mend in src/genesys.',
    },
  )
}
