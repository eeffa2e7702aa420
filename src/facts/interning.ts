import { idText, plainText } from './stored-text'

/**
 * Texts met before, found by their bytes: an organisation has some thousand agents, queues and codes, and every
 * conversation names a few of them. Finding one costs a tenth of making its string anew, and equal ids are the same
 * string, which makes looking them up cheap as well.
 */
export class Interning {
  private readonly byHash = new Map<number, Known>()

  text(bytes: Uint8Array, start: number, length: number, isId: boolean): string {
    // FNV-1a over the bytes.
    let hash = isId ? 0x811c9dc5 : 0x01000193
    for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193)
    const known = this.byHash.get(hash)
    if (known !== undefined && known.isId === isId && sameBytes(known.bytes, bytes, start, length))
      return known.text
    const text = isId ? idText(bytes, start) : plainText(bytes, start, length)
    // Bounded, and two texts of one hash take turns: both are rare, and only cost time.
    if (this.byHash.size >= capacity) this.byHash.clear()
    this.byHash.set(hash, { bytes: bytes.slice(start, start + length), isId, text })
    return text
  }
}

interface Known {
  bytes: Uint8Array
  isId: boolean
  text: string
}

const capacity = 50_000

function sameBytes(known: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (known.length !== length) return false
  for (let i = 0; i < length; i++) if (known[i] !== bytes[start + i]) return false
  return true
}
