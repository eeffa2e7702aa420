/** Sixteen bytes as an id of the usual form: `2f1c7f8e-04bf-5a9f-93a9-6d1a20bded4c`. */
export function idText(bytes: Uint8Array, start: number): string {
  let to = 0
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) scratch[to++] = dash
    const byte = bytes[start + i] as number
    scratch[to++] = hexDigits[byte >>> 4] as number
    scratch[to++] = hexDigits[byte & 15] as number
  }
  return scratch.toString('latin1')
}

/** Bytes of UTF-8 as text. */
export function plainText(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('utf8')
}

const dash = 45
const hexDigits = Buffer.from('0123456789abcdef', 'latin1')
const scratch = Buffer.alloc(36)
