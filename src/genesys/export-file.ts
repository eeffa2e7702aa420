import type { Readable } from 'node:stream'
import { UsageError } from '../errors'
import type { Instant } from '../time/instant'
import { describeJson, type ExportContent, earliest, exportContent } from './export-content'
import { isZip, type TextLine, textLines } from './export-text'

/** One conversation of an export file as it came, or a part of the file that could not be read, with where it stood. */
export type ExportFileRecord = { raw: unknown; where: string } | BrokenPart

export interface BrokenPart {
  /** What is wrong with it, without a word of the text. */
  broken: string
  where: string
  /** The conversation a broken line still names, when it names exactly one. */
  conversationId: string | null
}

export interface ExportFile extends AsyncIterable<ExportFileRecord> {
  /** Up to when the file says its data are complete, as far as it was read; the earliest when it says so more than once. */
  readonly dataAvailableUntil: Instant | null
}

/**
 * The longest JSON document (or line) that is read whole: 256 million characters. JSON lines have no limit in all.
 */
export const longestDocument = 256 * 1024 * 1024

const expected =
  'a page of a details job ({"conversations": […], "dataAvailabilityDate": …}), an answer of a details query, ' +
  'an array of conversations, one conversation, or JSON lines of these, each plain or gzip'

/**
 * Reads a details export from a file. JSON lines are streamed, and a broken line does not end them; a JSON document is read
 * whole, at most `longestDocument`, and refused whole when it is broken.
 *
 * @param name what the file is called in `where` and in errors
 * @throws UsageError while iterating: `genesys.not-an-export`, `genesys.export-too-large`, `genesys.damaged-export`
 */
export function readExportFile(stream: Readable, name: string): ExportFile {
  let dataAvailableUntil: Instant | null = null

  async function* records(): AsyncGenerator<ExportFileRecord, void, undefined> {
    let isLines = false
    let heldLength = 0
    let lastLine = 0
    const held: TextLine[] = []
    try {
      for await (const line of textLines(stream, longestDocument)) {
        lastLine = line.number
        if (line.text?.trim() === '') continue
        if (isLines) {
          yield* ofLine(line)
          continue
        }
        if (line.text === null) throw tooLarge(name)
        held.push(line)
        heldLength += line.text.length + 1
        isLines = (held.length === 1 || heldLength > longestDocument) && held.some(isExportLine)
        if (!isLines && heldLength > longestDocument) throw tooLarge(name)
        if (isLines) for (const early of held.splice(0)) yield* ofLine(early)
      }
    } catch (error) {
      if (!isDamagedGzip(error)) throw error
      if (!isLines) throw damaged(name)
      yield {
        broken: 'the compressed file is damaged or ends early; what follows is lost',
        where: `${name} after line ${lastLine}`,
        conversationId: null,
      }
    }
    if (!isLines) yield* ofDocument(held)
  }

  function* ofLine(line: TextLine): Generator<ExportFileRecord, void, undefined> {
    const where = `${name} line ${line.number}`
    if (line.text === null) {
      yield { broken: `longer than ${longestDocument} characters`, where, conversationId: null }
      return
    }
    const json = parseJson(line.text)
    if ('error' in json) {
      yield { broken: json.error, where, conversationId: onlyIdIn(line.text) }
      return
    }
    const content = exportContent(json.value)
    if (content === null) yield { raw: json.value, where }
    else yield* ofContent(content, where)
  }

  /** A document that was not JSON as a whole may still be JSON lines whose first line is broken. */
  function* ofDocument(held: readonly TextLine[]): Generator<ExportFileRecord, void, undefined> {
    if (held.length === 0) throw notAnExport(name, 'an empty file')
    if (isZip(held[0]?.text ?? '')) throw notAnExport(name, 'a ZIP archive')
    const json = parseJson(held.map((line) => line.text).join('\n'))
    if ('value' in json) {
      const content = exportContent(json.value)
      if (content === null) throw notAnExport(name, describeJson(json.value))
      yield* ofContent(content, name)
    } else if (held.some(isExportLine)) {
      for (const line of held) yield* ofLine(line)
    } else {
      throw notAnExport(name, `a text that is ${json.error}`)
    }
  }

  function* ofContent(content: ExportContent, where: string): Generator<ExportFileRecord, void, undefined> {
    dataAvailableUntil = earliest([dataAvailableUntil, content.dataAvailableUntil])
    for (const { raw, place } of content.conversations)
      yield { raw, where: place === '' ? where : `${where} ${place}` }
  }

  return {
    [Symbol.asyncIterator]: records,
    get dataAvailableUntil() {
      return dataAvailableUntil
    },
  }
}

function isExportLine(line: TextLine): boolean {
  const json = parseJson(line.text ?? '')
  return 'value' in json && exportContent(json.value) !== null
}

/** Node's own message repeats the text around the mistake, which may hold anything: only the position is kept. */
function parseJson(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const position = /at position (\d+)/.exec(message)?.[1]
    const endsEarly = /^Unexpected end|^Unterminated/.test(message) || Number(position) >= text.length
    if (endsEarly) return { error: 'not valid JSON: it ends early' }
    return {
      error:
        position === undefined ? 'not valid JSON' : `not valid JSON at character ${Number(position) + 1}`,
    }
  }
}

/** Ids have a shape of their own, so this finds nothing personal. */
function onlyIdIn(text: string): string | null {
  const named = text.matchAll(/"conversationId"\s*:\s*"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/gi)
  const ids = new Set([...named].map(([, id]) => id as string))
  return ids.size === 1 ? ([...ids][0] as string) : null
}

function isDamagedGzip(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && code.startsWith('Z_')
}

function notAnExport(name: string, found: string): UsageError {
  return new UsageError(`${name} is not a Genesys Cloud details export: found ${found}.`, {
    code: 'genesys.not-an-export',
    fields: { file: name },
    advice: `Expected ${expected}.`,
  })
}

function tooLarge(name: string): UsageError {
  return new UsageError(
    `${name} is one JSON document of more than ${longestDocument} characters, too large to read whole.`,
    {
      code: 'genesys.export-too-large',
      fields: { file: name, longestDocument },
      advice: 'Turn it into JSON lines first, for instance with: jq -c .conversations[] FILE',
    },
  )
}

function damaged(name: string): UsageError {
  return new UsageError(`${name} is gzip, but damaged or cut short.`, {
    code: 'genesys.damaged-export',
    fields: { file: name },
    advice: 'Fetch the file again; nothing of it was read.',
  })
}
