import type { PoolClient } from 'pg'
import type { LinkedContact } from '../../facts/contact'
import type { ConversationFacts } from '../../facts/fact'
import { linkContacts } from '../../facts/link-contacts'
import {
  type Seen,
  type SeenConversation,
  someConversationsAsSeen,
} from '../../store/receipts/archive-as-seen'
import { findConversationsBeside } from '../../store/receipts/find-conversations-beside'
import type { Instant } from '../../time/instant'

/**
 * Conversations as contacts beside those of the same customer, in the order given, all as a computation saw them. Which ones are near
 * is told by the contacts as they stand: one that has moved to another customer since is not found.
 */
export async function contactsBeside(
  tx: PoolClient,
  conversations: readonly { key: number; facts: ConversationFacts }[],
  {
    seen,
    knownUntil,
    fold,
  }: {
    seen: Seen
    knownUntil: Instant | null
    fold(conversation: SeenConversation): ConversationFacts | null
  },
): Promise<LinkedContact[]> {
  const near = await findConversationsBeside(
    tx,
    conversations.map(({ facts }) => facts),
  )
  const here = new Set(conversations.map(({ key }) => key))
  const others = await someConversationsAsSeen(
    tx,
    near.filter(({ key }) => !here.has(key)),
    seen,
  )
  const neighbours = others.map(fold).filter((facts) => facts !== null)
  const linked = linkContacts([...conversations.map(({ facts }) => facts), ...neighbours], knownUntil)
  return linked.slice(0, conversations.length)
}
