/**
 * A sum of 128-bit hashes modulo 2¹²⁸ ([decision 29](../../docs/decisions/0029-a-days-hash-is-a-sum.md)): it needs no order, and is
 * brought up to date by what went and what came.
 */
export class HashSum {
  /** The highest 32 bits first. */
  private readonly words = new Uint32Array(4)

  /** Words of 32 bits, as unsigned numbers. */
  add(w1: number, w2: number, w3: number, w4: number): void {
    const { words } = this
    const s4 = (words[3] as number) + w4
    const s3 = (words[2] as number) + w3 + (s4 > 0xffffffff ? 1 : 0)
    const s2 = (words[1] as number) + w2 + (s3 > 0xffffffff ? 1 : 0)
    words[0] = (words[0] as number) + w1 + (s2 > 0xffffffff ? 1 : 0)
    words[1] = s2
    words[2] = s3
    words[3] = s4
  }

  /** The first 128 bits of a longer hash. */
  addDigest(digest: Buffer): void {
    this.add(digest.readUInt32BE(0), digest.readUInt32BE(4), digest.readUInt32BE(8), digest.readUInt32BE(12))
  }

  subtractDigest(digest: Buffer): void {
    const one = new HashSum()
    one.addDigest(digest)
    this.subtractSum(one)
  }

  addSum({ words }: HashSum): void {
    this.add(words[0] as number, words[1] as number, words[2] as number, words[3] as number)
  }

  subtractSum({ words }: HashSum): void {
    for (let i = 3, borrow = 0; i >= 0; i--) {
      const difference = (this.words[i] as number) - (words[i] as number) - borrow
      this.words[i] = difference
      borrow = difference < 0 ? 1 : 0
    }
  }

  /** As 32 hexadecimal digits. */
  get hex(): string {
    return Array.from(this.words, (word) => word.toString(16).padStart(8, '0')).join('')
  }

  static of(hex: string): HashSum {
    const sum = new HashSum()
    for (let i = 0; i < 4; i++) sum.words[i] = Number.parseInt(hex.slice(8 * i, 8 * i + 8), 16)
    return sum
  }
}
