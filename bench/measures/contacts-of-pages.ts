import type { PoolClient } from 'pg'
import { type ContactToStore, storeContacts } from '../../src/store/archive/store-contacts'
import { inTransaction } from '../../src/store/open-store'
import { median, secondsOf } from '../lab/stopwatch'
import type { Figures } from '../report/figures'
import type { SizeToMeasure } from '../size-to-measure'

const pageSize = 1000

/**
 * What contacts add to archiving a page: those of a page of each day are forgotten and stored again, beside the rest. The page
 * as a whole was timed when it was archived.
 */
export async function measureContactsOfPages({
  engine: { store },
  days,
  loaded,
}: SizeToMeasure): Promise<Pick<Figures, 'pageMs' | 'pageContactsMs'>> {
  const each: number[] = []
  for (const day of days) {
    const page = await inTransaction(store, (tx) => forgetPage(tx, day))
    const seconds = await secondsOf(() => inTransaction(store, (tx) => storeContacts(tx, page)))
    each.push((seconds * pageSize) / page.length)
  }
  return {
    pageMs: (loaded.archiveSeconds * 1000 * pageSize) / loaded.conversations,
    pageContactsMs: median(each) * 1000,
  }
}

/** Takes contacts that came together out of the store. */
async function forgetPage(tx: PoolClient, day: string): Promise<ContactToStore[]> {
  const { rows } = await tx.query<ContactToStore>(
    `
    WITH page AS (SELECT conversation_key FROM contact WHERE day = $1 ORDER BY conversation_key DESC LIMIT ${pageSize}),
         gone AS (DELETE FROM contact WHERE conversation_key IN (TABLE page) RETURNING *)
    SELECT conversation_key AS "conversationKey", day, pseudonym AS customer, body AS contact
      FROM gone
      LEFT JOIN customer USING (customer_key)
     ORDER BY conversation_id`,
    [day],
  )
  return rows
}
