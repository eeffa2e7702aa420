import { LineCounter, parseDocument } from 'yaml'

/**
 * The content of a YAML text. What is wrong is said by its place and the parser's code only: the parser's own sentences,
 * and its warnings on the console, repeat what stands there, which may be a secret that was not put in quotes.
 *
 * @throws Error with one sentence, without anything of the text
 */
export function readYaml(text: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  // A warning is no less an error: a text that begins with ! would be taken for a type, and be gone.
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0])
    throw new Error(`at line ${line}, column ${col} it is no YAML (${problem.code})`)
  }
  try {
    return document.toJS()
  } catch {
    throw new Error('a value that begins with * names an anchor that is not there')
  }
}
