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

/** Sixteen bytes in base64url: `q83vEjRWeJCrze8SNFZ4kA`. Twice as fast by a table as by asking for it. */
export function pseudonymText(bytes: Uint8Array, start: number): string {
  let to = 0
  for (let i = start; i < start + 15; i += 3) {
    const three = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number)
    scratch[to++] = letters[three >>> 18] as number
    scratch[to++] = letters[(three >>> 12) & 63] as number
    scratch[to++] = letters[(three >>> 6) & 63] as number
    scratch[to++] = letters[three & 63] as number
  }
  const last = bytes[start + 15] as number
  scratch[to++] = letters[last >>> 2] as number
  scratch[to++] = letters[(last & 3) << 4] as number
  return scratch.toString('latin1', 0, to)
}

/** Bytes of UTF-8 as text. */
export function plainText(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('utf8')
}

const dash = 45
const hexDigits = Buffer.from('0123456789abcdef', 'latin1')
const letters = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 'latin1')
const scratch = Buffer.alloc(36)
