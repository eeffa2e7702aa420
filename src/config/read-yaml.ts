import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/**
 * The content of a YAML text. What is wrong is said by its place and in words of ours only: the parser's own sentences,
 * and its warnings on the console, repeat what stands there, which may be a secret that was not put in quotes.
 *
 * @throws Error with one sentence, without anything of the text
 */
export function readYaml(text: string): unknown {
  return contentOf(parsed(text, new LineCounter()))
}

/** A row of a table in YAML: its fields by lower-case name, as text. */
export interface YamlRow {
  /** 1-based. */
  line: number
  fields: ReadonlyMap<string, string>
}

/**
 * The rows of a YAML text that is a list of mappings of plain values.
 *
 * @throws Error with one sentence, without anything of the text but the names of fields
 */
export function readYamlRows(text: string): YamlRow[] {
  const lines = new LineCounter()
  const document = parsed(text, lines)
  contentOf(document)
  const list = document.contents
  if (list === null) return []
  if (!isSeq(list)) throw new Error('it is no list of rows')
  return list.items.map((item) => {
    const line = lineOf(lines, item)
    if (!isMap(item)) throw new Error(`line ${line} is no mapping of columns to values`)
    const fields = item.items.map(({ key, value }): [string, string] => {
      const name = String(isScalar(key) ? key.value : key)
      if (value !== null && !isScalar(value))
        throw new Error(`line ${lineOf(lines, value)}: ${name} is no plain value`)
      const plain = value?.value ?? ''
      return [name.toLowerCase(), String(plain).trim()]
    })
    return { line, fields: new Map(fields) }
  })
}

function parsed(text: string, lines: LineCounter): Document.Parsed {
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  // A warning is no less an error: a text that begins with ! would be taken for a type, and be gone.
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem === undefined) return document
  const { line, col } = lines.linePos(problem.pos[0])
  throw new Error(
    `at line ${line}, column ${col} ${meanings[problem.code] ?? `it is no YAML (${problem.code})`}`,
  )
}

/** The parser's codes that people meet most, in words. */
const meanings: Partial<Record<string, string>> = {
  DUPLICATE_KEY: 'a key is there twice',
  TAB_AS_INDENT: 'a line is indented by a tab: use blanks',
  BAD_INDENT:
    'a line is indented by more or fewer blanks than those around it, or a bracket before it was not closed',
  MISSING_CHAR: 'a quote, a bracket or a colon is missing (MISSING_CHAR)',
}

function contentOf(document: Document.Parsed): unknown {
  try {
    return document.toJS()
  } catch {
    throw new Error('a value that begins with * names an anchor that is not there')
  }
}

function lineOf(lines: LineCounter, node: unknown): number {
  const at = (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0
  return lines.linePos(at).line
}
