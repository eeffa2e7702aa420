/**
 * Chance with a memory: every number the simulator draws comes from a generator seeded by the run's
 * seed and by what is being drawn (a day, a conversation, an agent), so that drawing more of one thing
 * never shifts another.
 */
export class Chance {
  private a: number
  private b: number
  private c: number
  private d: number

  /** @param parts what is being drawn, from the run's seed down, e.g. `seed, 'agent', 17`. */
  constructor(...parts: readonly (string | number)[]) {
    let first = 0x9e3779b9
    let second = 0x85ebca6b
    for (const part of parts) {
      const text = typeof part === 'number' ? `#${part}` : part
      for (let i = 0; i < text.length; i++) {
        first = Math.imul(first ^ text.charCodeAt(i), 0x01000193)
        second = Math.imul(second + text.charCodeAt(i), 0xc2b2ae35) ^ (second >>> 13)
      }
      first = Math.imul(first ^ 0x7c, 0x01000193)
      second = Math.imul(second ^ (first >>> 15), 0x27d4eb2f)
    }
    this.a = first | 0
    this.b = second | 0
    this.c = (first ^ (second << 7)) | 0
    this.d = 1
    for (let i = 0; i < 12; i++) this.next32()
  }

  /** The next 32 bits (the generator is sfc32). */
  next32(): number {
    const sum = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + sum) | 0
    return sum >>> 0
  }

  /** Passes over draws that are no longer needed, so that all that follow them stay as they were. */
  skip(draws: number): void {
    for (let i = 0; i < draws; i++) this.next32()
  }

  /** A number in `[0, 1)`. */
  fraction(): number {
    return this.next32() / 4294967296
  }

  /** True with the given probability. */
  happens(probability: number): boolean {
    return this.fraction() < probability
  }

  /** A whole number in `[low, high]`. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1))
  }

  /** One of the given things. */
  pick<T>(things: readonly T[]): T {
    const thing = things[Math.floor(this.fraction() * things.length)]
    if (thing === undefined) throw new Error('The simulator was asked to pick from an empty list')
    return thing
  }

  /**
   * A whole number of milliseconds, log-normal about `medianSeconds` as waiting and talking times are,
   * never outside `[lowSeconds, highSeconds]`.
   */
  duration(medianSeconds: number, spread: number, lowSeconds: number, highSeconds: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.fraction())) * Math.cos(2 * Math.PI * this.fraction())
    const seconds = medianSeconds * Math.exp(spread * normal)
    return Math.round(Math.min(Math.max(seconds, lowSeconds), highSeconds) * 1000)
  }

  /** A UUID (version 4 in form) of this generator's bits. */
  uuid(): string {
    let at = 0
    for (let word = 0; word < 4; word++) {
      let bits = this.next32()
      if (word === 1) bits = (bits & 0xffff0fff) | 0x4000
      if (word === 2) bits = (bits & 0x3fffffff) | 0x80000000
      for (let shift = 28; shift >= 0; shift -= 4) {
        if (at === 8 || at === 13 || at === 18 || at === 23) at++
        characters[at++] = digits[(bits >>> shift) & 15] as number
      }
    }
    return characters.toString('latin1')
  }
}

const digits = Buffer.from('0123456789abcdef')
/** Where an id is spelled: put together from pieces it would stay a rope of strings, ten times its size. */
const characters = Buffer.from('00000000-0000-0000-0000-000000000000')
