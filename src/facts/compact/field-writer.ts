import type { Direction } from '../../events/event'
import type { Instant } from '../../time/instant'
import { ByteWriter } from '../byte-writer'
import { directions, firstOwn, positionOfWord } from './positions'

/**
 * Writes the fields of one conversation's facts: instants as milliseconds after its start, texts by their position. The
 * texts that are no known words are collected as they are met; whoever reads wants them first.
 */
export class FieldWriter extends ByteWriter {
  /** The conversation's own texts with their positions, in this order. */
  readonly ownTexts = new Map<string, number>()
  readonly startedAt: Instant

  constructor(startedAt: Instant) {
    super()
    this.startedAt = startedAt
  }

  instant(at: Instant): void {
    this.signed(at - this.startedAt)
  }

  instantOrNull(at: Instant | null): void {
    this.optional(at === null ? null : at - this.startedAt)
  }

  /** An id, a medium, a code; null is 0. */
  word(text: string | null): void {
    this.unsigned(text === null ? 0 : this.positionOf(text))
  }

  direction(direction: Direction | null): void {
    this.unsigned(directions.indexOf(direction))
  }

  each<Fact>(facts: readonly Fact[], write: (to: FieldWriter, fact: Fact) => void): void {
    this.unsigned(facts.length)
    for (const fact of facts) write(this, fact)
  }

  private positionOf(text: string): number {
    const known = positionOfWord.get(text) ?? this.ownTexts.get(text)
    if (known !== undefined) return known
    const position = firstOwn + this.ownTexts.size
    this.ownTexts.set(text, position)
    return position
  }
}
