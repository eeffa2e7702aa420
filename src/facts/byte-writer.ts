/**
 * Values as bytes, as small as they are: numbers in groups of seven bits, ids in sixteen bytes. What it writes,
 * `ByteReader` reads in the same order.
 */
export class ByteWriter {
  private bytes = Buffer.allocUnsafe(1024)
  private length = 0

  /** A whole number from 0 to 2⁵³ − 1. */
  unsigned(value: number): void {
    if (!(value >= 0 && Number.isSafeInteger(value)))
      throw new RangeError(`${value} is no whole number from 0 on`)
    this.reserve(8)
    let rest = value
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    this.bytes[this.length++] = rest
  }

  /** A whole number of either sign, up to 2⁵² − 1: small ones of both signs take one byte. */
  signed(value: number): void {
    this.unsigned(zigzag(value))
  }

  /** The same, or nothing. */
  optional(value: number | null): void {
    this.unsigned(value === null ? 0 : zigzag(value) + 1)
  }

  /** Any number at all, bit for bit. */
  float(value: number): void {
    this.reserve(8)
    this.length = this.bytes.writeDoubleLE(value, this.length)
  }

  /** Any text. The usual form of an id takes sixteen bytes, everything else its UTF-8. */
  text(value: string): void {
    if (usualId.test(value)) {
      this.unsigned(0)
      this.reserve(16)
      this.length += this.bytes.write(value.replaceAll('-', ''), this.length, 'hex')
      return
    }
    const length = Buffer.byteLength(value)
    this.unsigned(length + 1)
    this.reserve(length)
    this.length += this.bytes.write(value, this.length, 'utf8')
  }

  /**
   * Sixteen bytes in base64url, as 22 characters.
   * @throws RangeError for a text that is none: it would come back as another
   */
  pseudonym(value: string): void {
    const bytes = Buffer.from(value, 'base64url')
    if (bytes.length !== 16 || bytes.toString('base64url') !== value)
      throw new RangeError('A pseudonym is sixteen bytes in base64url.')
    this.reserve(16)
    this.length += bytes.copy(this.bytes, this.length)
  }

  /** Everything that another one wrote, as it stands there. */
  append(other: ByteWriter): void {
    this.reserve(other.length)
    this.length += other.bytes.copy(this.bytes, this.length, 0, other.length)
  }

  written(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length))
  }

  private reserve(needed: number): void {
    if (this.length + needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + needed))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }
}

/** 0, −1, 1, −2, 2 … become 0, 1, 2, 3, 4 … */
function zigzag(value: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`${value} is no whole number`)
  return value < 0 ? -2 * value - 1 : 2 * value
}

const usualId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
