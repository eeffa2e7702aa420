import type { PoolClient } from 'pg'
import { formatInstant, type Instant } from '../../time/instant'
import { besideContact } from '../subjects/contacts'

/** The conversations that are beside one of these as contacts of the same customer, as contacts stand now. */
export async function findConversationsBeside(
  tx: PoolClient,
  contacts: readonly { conversationId: string; customer: string | null; startedAt: Instant }[],
): Promise<{ key: number; day: string }[]> {
  const { rows } = await tx.query<{ key: number; day: string }>(
    `
    SELECT DISTINCT beside.key, beside.day
      FROM unnest($1::text[], $2::timestamptz[], $3::text[]) AS t (pseudonym, started_at, conversation_id)
      JOIN customer USING (pseudonym)
     CROSS JOIN LATERAL (SELECT customer_key, t.started_at, t.conversation_id) AS c
     CROSS JOIN LATERAL (
           (${besideContact('earlier', 'n.conversation_key AS key, n.day')})
            UNION ALL
           (${besideContact('later', 'n.conversation_key AS key, n.day')})) AS beside`,
    [
      contacts.map(({ customer }) => customer),
      contacts.map(({ startedAt }) => formatInstant(startedAt)),
      contacts.map(({ conversationId }) => conversationId),
    ],
  )
  return rows
}
