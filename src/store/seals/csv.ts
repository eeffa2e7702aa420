import { StringDecoder } from 'node:string_decoder'

/**
 * The records of a CSV as COPY writes it: fields between commas, in quotes where it must be, a quote within them twice. Nothing between
 * two commas is null, and so is not the same as the empty text, which is in quotes.
 */
export async function* readCsv(bytes: AsyncIterable<Buffer>): AsyncGenerator<(string | null)[]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of bytes) {
    rest += decoder.write(chunk)
    let from = 0
    for (let end = endOfRecord(rest, from); end >= 0; end = endOfRecord(rest, from)) {
      yield fieldsOf(rest.slice(from, end))
      from = end + 1
    }
    rest = rest.slice(from)
  }
  rest += decoder.end()
  if (rest !== '') yield fieldsOf(rest)
}

/** The next end of a line outside quotes; −1 where the record is not there to its end. */
function endOfRecord(text: string, from: number): number {
  let quoted = false
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) quoted = !quoted
    else if (code === lineEnd && !quoted) return at
  }
  return -1
}

const quote = 34
const lineEnd = 10

function fieldsOf(record: string): (string | null)[] {
  const fields: (string | null)[] = []
  for (let at = 0; ; ) {
    const quoted = record.charCodeAt(at) === quote
    const end = quoted ? endOfQuoted(record, at) : endOfPlain(record, at)
    fields.push(quoted ? record.slice(at + 1, end - 1).replaceAll('""', '"') : record.slice(at, end) || null)
    if (end >= record.length) return fields
    at = end + 1
  }
}

function endOfPlain(record: string, at: number): number {
  const comma = record.indexOf(',', at)
  return comma < 0 ? record.length : comma
}

/** Behind the closing quote. */
function endOfQuoted(record: string, from: number): number {
  for (let at = from + 1; at < record.length; at++) {
    if (record.charCodeAt(at) !== quote) continue
    if (record.charCodeAt(at + 1) !== quote) return at + 1
    at++
  }
  return record.length
}
