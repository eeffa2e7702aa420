import type { Interning } from './interning'
import { idText, plainText, pseudonymText } from './stored-text'

/** Reads what `ByteWriter` wrote, in the same order. One reader serves any number of values, one after the other. */
export class ByteReader {
  private bytes: Uint8Array = nothing
  private at = 0
  private readonly known: Interning

  constructor(known: Interning) {
    this.known = known
  }

  /** Goes on with these bytes. */
  open(bytes: Uint8Array, start: number): void {
    this.bytes = bytes
    this.at = start
  }

  unsigned(): number {
    const { bytes } = this
    let byte = bytes[this.at++] as number
    if (byte < 128) return byte
    let value = byte & 127
    // Bits beyond 28 would leave the small integers: from there on, by multiplication.
    for (let shift = 7; shift < 28; shift += 7) {
      byte = bytes[this.at++] as number
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
    for (let weight = 2 ** 28; ; weight *= 128) {
      byte = bytes[this.at++] as number
      value += (byte & 127) * weight
      if (byte < 128) return value
    }
  }

  signed(): number {
    return unzigzag(this.unsigned())
  }

  optional(): number | null {
    const value = this.unsigned()
    return value === 0 ? null : unzigzag(value - 1)
  }

  float(): number {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 8)
    this.at += 8
    return view.getFloat64(0, true)
  }

  /** A text that most likely was met before: the same string is given again. */
  text(): string {
    const lengthOrId = this.unsigned()
    const length = lengthOrId === 0 ? 16 : lengthOrId - 1
    const start = this.at
    this.at += length
    return this.known.text(this.bytes, start, length, lengthOrId === 0)
  }

  pseudonym(): string {
    const start = this.at
    this.at += 16
    return pseudonymText(this.bytes, start)
  }

  /** A text that is most likely met only once. */
  freshText(): string {
    const lengthOrId = this.unsigned()
    const length = lengthOrId === 0 ? 16 : lengthOrId - 1
    const start = this.at
    this.at += length
    return lengthOrId === 0 ? idText(this.bytes, start) : plainText(this.bytes, start, length)
  }
}

const nothing = new Uint8Array(0)

function unzigzag(value: number): number {
  if (value <= 0x7fffffff) return (value >>> 1) ^ -(value & 1)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
