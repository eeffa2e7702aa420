import { foldConversation } from '../../src/facts/fold'
import { foldFingerprint } from '../../src/facts/fold-version'
import { readConversation } from '../../src/genesys/conversation'
import { refoldDay } from '../../src/store/archive/refold-day'
import type { Store } from '../../src/store/open-store'

/** Makes every conversation of the days look as if an older fold had made its facts. */
export async function pretendOlderFold(store: Store, days: readonly string[]): Promise<void> {
  await store.pool.query(`UPDATE facts SET fold = 'fold@0' WHERE day = ANY ($1::date[])`, [days])
  await store.pool.query('VACUUM ANALYZE facts')
}

/** Folds them again from the archive, as a changed fold makes it necessary; returns how many were read. */
export async function refold(store: Store, days: readonly string[]): Promise<number> {
  let read = 0
  for (const day of days) {
    read += (await refoldDay(store, day, { fingerprint: foldFingerprint, refold: foldRaw })).read
  }
  return read
}

function foldRaw(raw: unknown) {
  const answer = readConversation(raw)
  if ('conversation' in answer) return foldConversation(answer.conversation)
  throw new Error(`Conversation ${answer.problem.conversationId} was archived and can no longer be read.`)
}
