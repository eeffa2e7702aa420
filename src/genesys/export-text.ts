import { pipeline, Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { createGunzip } from 'node:zlib'

/** A line of a text. `text` is null when the line was longer than the reader was told to hold. */
export interface TextLine {
  /** From 1. */
  number: number
  text: string | null
}

/**
 * The lines of a file, unpacked when it is gzip and decoded by its byte order mark (UTF-8 without one). Holds one line at a
 * time and never more than `longestLine` characters of it.
 */
export async function* textLines(
  stream: Readable,
  longestLine: number,
): AsyncGenerator<TextLine, void, undefined> {
  let number = 1
  let pieces: string[] = []
  let length = 0
  const finish = (): TextLine => {
    const text = length > longestLine ? null : pieces.join('').replace(/\r$/, '')
    pieces = []
    length = 0
    return { number: number++, text }
  }
  const add = (piece: string) => {
    length += piece.length
    if (length <= longestLine) pieces.push(piece)
    else pieces = []
  }
  for await (const chunk of decoded(unpacked(stream))) {
    let from = 0
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      add(chunk.slice(from, at))
      yield finish()
      from = at + 1
    }
    add(chunk.slice(from))
  }
  if (length > 0) yield finish()
}

/** The first bytes of a ZIP archive, which people send where gzip was meant. */
export function isZip(text: string): boolean {
  return text.startsWith('PK\u0003\u0004')
}

async function* unpacked(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  const chunks = stream[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (head.length < 2) {
    const next = await chunks.next()
    if (next.done === true) break
    head = Buffer.concat([head, bytes(next.value)])
  }
  const whole = async function* () {
    yield head
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
      yield bytes(next.value)
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole()
    return
  }
  const gunzip = createGunzip()
  // Errors of either side end the iteration below; there is nothing left for the callback to do.
  pipeline(Readable.from(whole()), gunzip, () => {})
  for await (const chunk of gunzip) yield bytes(chunk)
}

async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | null = null
  let head = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (decoder === null) {
      head = Buffer.concat([head, chunk])
      if (head.length < 2) continue
      decoder = new TextDecoder(encodingOf(head))
      yield decoder.decode(head, { stream: true })
    } else {
      yield decoder.decode(chunk, { stream: true })
    }
  }
  yield decoder === null ? head.toString('utf8') : decoder.decode()
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

function bytes(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string)
}
