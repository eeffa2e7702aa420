import { foldConversation } from '../facts/fold'
import { isPlausible } from '../genesys/contradiction'
import { readConversation } from '../genesys/conversation'
import { deepestRecord, isDeeperThan } from '../genesys/nesting'
import type { ConversationToArchive } from '../store/archive/arriving'
import type { InputToQuarantine } from '../store/archive/quarantine-input'
import { parseInstant } from '../time/instant'
import { utcDay } from '../time/local-date'

export interface ReadPage {
  conversations: ConversationToArchive[]
  quarantined: InputToQuarantine[]
}

/**
 * Reads the raw conversations of a page: each becomes events and facts, or goes to quarantine with its
 * reason and its place, and the page goes on.
 */
export function readPage(raws: readonly unknown[], whereOf: (index: number) => string): ReadPage {
  const page: ReadPage = { conversations: [], quarantined: [] }
  for (const [index, raw] of raws.entries()) {
    const read = readConversation(raw)
    if ('conversation' in read) {
      const events = read.conversation
      page.conversations.push({ raw, events, facts: foldConversation(events) })
      continue
    }
    const { conversationId, reason, path, detail } = read.problem
    page.quarantined.push({
      kind: 'conversation',
      conversationId,
      day: startDay(raw),
      reason,
      path,
      detail,
      source: whereOf(index),
      body: isDeeperThan(raw, deepestRecord) ? 'Too deep to be kept.' : raw,
    })
  }
  return page
}

/** The day a broken record belongs to, where at least its start can be read and can have been. */
function startDay(raw: unknown): string | null {
  const start =
    typeof raw === 'object' && raw !== null && 'conversationStart' in raw ? raw.conversationStart : null
  try {
    const startedAt = parseInstant(String(start))
    return isPlausible(startedAt) ? utcDay(startedAt) : null
  } catch {
    return null
  }
}
