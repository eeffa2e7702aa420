import type { ConversationFacts } from '../../facts/fact'
import type { Instant } from '../../time/instant'

/**
 * The current facts of each conversation over several files. Where several files hold one conversation, that of the
 * latest file wins: by the `dataAvailabilityDate` the file states, else by the order of the files. A file that
 * states none counts as made just after the one named before it. Within a file the later record wins.
 */
export class LatestSnapshots {
  private readonly current = new Map<string, { facts: ConversationFacts; madeAt: Instant; file: number }>()
  private files = 0
  private added = 0
  private lastStated = Number.NEGATIVE_INFINITY

  /** Adds what one file held, in its order; call it in the order the files were named. */
  addFile(records: readonly ConversationFacts[], dataAvailableUntil: Instant | null): void {
    const file = this.files++
    const madeAt = dataAvailableUntil ?? this.lastStated
    this.lastStated = madeAt
    this.added += records.length
    for (const facts of records) {
      const known = this.current.get(facts.conversationId)
      if (known !== undefined && known.madeAt > madeAt && known.file !== file) continue
      this.current.set(facts.conversationId, { facts, madeAt, file })
    }
  }

  get size(): number {
    return this.current.size
  }

  /** Records that another record of the same conversation took the place of, or that came too late to take one. */
  get passedOver(): number {
    return this.added - this.current.size
  }

  /** In order of id, whatever the order of the files. */
  conversations(): ConversationFacts[] {
    const ids = [...this.current.keys()].sort()
    return ids.map((id) => (this.current.get(id) as { facts: ConversationFacts }).facts)
  }
}
