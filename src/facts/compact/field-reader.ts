import type { Direction } from '../../events/event'
import type { Instant } from '../../time/instant'
import { ByteReader } from '../byte-reader'
import { Interning } from '../interning'
import { knownWords } from '../known-words'
import { directions, firstOwn } from './positions'

/** Reads what `FieldWriter` wrote, in the same order, of one conversation after the other. */
export class FieldReader extends ByteReader {
  /** Of the conversation that is read: instants are after it. */
  startedAt: Instant = 0
  private readonly texts: (string | null)[] = [null, ...knownWords]

  constructor() {
    super(new Interning())
  }

  /** The conversation's own texts, which stand before the fields that point at them. */
  ownTexts(): void {
    const count = this.unsigned()
    for (let i = 0; i < count; i++) this.texts[firstOwn + i] = this.text()
  }

  instant(): Instant {
    return this.signed() + this.startedAt
  }

  instantOrNull(): Instant | null {
    const after = this.optional()
    return after === null ? null : after + this.startedAt
  }

  /** A text that is always there. */
  word(): string {
    return this.texts[this.unsigned()] as string
  }

  wordOrNull(): string | null {
    return this.texts[this.unsigned()] as string | null
  }

  direction(): Direction | null {
    return directions[this.unsigned()] as Direction | null
  }

  each<Fact>(read: (from: FieldReader, ordinal: number) => Fact): readonly Fact[] {
    const count = this.unsigned()
    if (count === 0) return none
    const facts: Fact[] = []
    for (let ordinal = 0; ordinal < count; ordinal++) facts.push(read(this, ordinal))
    return facts
  }
}

/** What most conversations have of flows, surveys and resolutions; shared, since it is never changed. */
export const none: readonly never[] = Object.freeze([])
