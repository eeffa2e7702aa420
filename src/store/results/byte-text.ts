/**
 * Text built as bytes in place. A replay writes hundreds of bytes a row; as strings they would be made in pieces, joined,
 * copied and collected, which cost more than everything else a row needs.
 */
export class ByteText {
  private bytes: Buffer
  length = 0

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity)
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(1)
    this.bytes[this.length++] = value
  }

  /** Any text, as UTF-8. Ids are plain ASCII and short: a loop beats the call into Node's encoder. */
  text(value: string): void {
    if (this.length + value.length * 3 > this.bytes.length) this.grow(value.length * 3)
    const start = this.length
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code > 127) {
        this.length = start + this.bytes.write(value, start, 'utf8')
        return
      }
      this.bytes[start + i] = code
    }
    this.length = start + value.length
  }

  /** A whole number, up to 2⁵³. */
  integer(value: number): void {
    if (value < 0) {
      this.byte(minus)
      this.integer(-value)
    } else if (value >= 1e9) {
      const billions = Math.floor(value / 1e9)
      this.integer(billions)
      this.digits(value - billions * 1e9, 9)
    } else {
      this.digits(value, widthOf(value))
    }
  }

  /** Exactly `width` digits (at most 9) of a number below 10⁹, with zeros in front. */
  digits(value: number, width: number): void {
    if (this.length + width > this.bytes.length) this.grow(width)
    let rest = value | 0
    for (let i = this.length + width - 1; i >= this.length; i--) {
      const tens = (rest / 10) | 0
      this.bytes[i] = zero + rest - tens * 10
      rest = tens
    }
    this.length += width
  }

  /** What was written, to be used before anything else is. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }

  /** What was written, for good: goes on with new bytes. */
  take(): Buffer {
    const taken = this.written()
    this.bytes = Buffer.allocUnsafe(this.bytes.length)
    this.length = 0
    return taken
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + needed))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }
}

const zero = 48
const minus = 45

function widthOf(value: number): number {
  if (value < 10) return 1
  if (value < 100) return 2
  if (value < 1000) return 3
  if (value < 10_000) return 4
  if (value < 100_000) return 5
  if (value < 1_000_000) return 6
  if (value < 10_000_000) return 7
  return value < 100_000_000 ? 8 : 9
}
