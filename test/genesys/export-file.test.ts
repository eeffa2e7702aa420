import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { UsageError } from '../../src/errors'
import { type ExportFileRecord, readExportFile } from '../../src/genesys/export-file'
import { samplePath } from './sample'

const conversation = (id: string) => ({
  conversationId: id,
  conversationStart: '2026-10-25T00:00:00.000Z',
  participants: [],
})
const page = {
  conversations: [conversation('a'), conversation('b')],
  dataAvailabilityDate: '2026-11-05T04:00:00.000Z',
}

async function read(content: string | Buffer) {
  // Small pieces, so that lines, characters and gzip headers are cut anywhere.
  const whole = Buffer.from(content)
  const size = whole.length < 10_000 ? 7 : 1000
  const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
    whole.subarray(i * size, (i + 1) * size),
  )
  return readAll(Readable.from(pieces))
}

async function readAll(stream: Readable) {
  const file = readExportFile(stream, 'file')
  const records: ExportFileRecord[] = []
  for await (const record of file) records.push(record)
  return { records, dataAvailableUntil: file.dataAvailableUntil }
}

function ids(records: readonly ExportFileRecord[]): string[] {
  return records.map((record) =>
    'raw' in record
      ? String((record.raw as { conversationId?: unknown }).conversationId)
      : `broken: ${record.broken}`,
  )
}

async function refusal(content: string | Buffer): Promise<UsageError> {
  try {
    await read(content)
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('this file was expected to be refused')
}

const lines = (...values: unknown[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')

describe('a broken line', () => {
  const id = '6acbee65-80be-4777-be03-8dacd07ee3f9'
  const good = JSON.stringify(conversation('a'))

  test('tells the one conversation it names, and nothing else of its text', async () => {
    const { records } = await read(
      `${good}\n{"conversationId":"${id}","addressFrom":"tel:+15551234567","cut\n`,
    )
    expect(records[1]).toEqual({
      broken: expect.stringContaining('not valid JSON'),
      where: 'file line 2',
      conversationId: id,
    })
  })

  test('that names none, or several, tells none', async () => {
    const other = id.replace('6', '7')
    const { records } = await read(
      `${good}\n{"conversationId":"secret","cut\n[{"conversationId":"${id}"},{"conversationId":"${other}","cut\n`,
    )
    expect(records.slice(1)).toMatchObject([{ conversationId: null }, { conversationId: null }])
  })
})

describe('an export file is', () => {
  test.each([
    ['a page of a details job', JSON.stringify(page)],
    ['the same, indented', JSON.stringify(page, null, 2)],
    [
      'the same, with Windows line ends and a byte order mark',
      `\uFEFF${JSON.stringify(page, null, 2).replaceAll('\n', '\r\n')}`,
    ],
    ['the same, in UTF-16', Buffer.from(`\uFEFF${JSON.stringify(page)}`, 'utf16le')],
    ['an answer of a details query', JSON.stringify({ conversations: page.conversations, totalHits: 2 })],
    ['an array of conversations', JSON.stringify(page.conversations)],
    [
      'an array with a conversation per line',
      `[\n${page.conversations.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
    ],
    ['an array of pages', JSON.stringify([page])],
    ['JSON lines of conversations', lines(...page.conversations)],
    ['JSON lines with empty lines and an end', `\n${lines(...page.conversations)}\n\n`],
    [
      'JSON lines of pages',
      lines({ conversations: [conversation('a')] }, { conversations: [conversation('b')] }),
    ],
  ])('%s, plain or gzip', async (_, content) => {
    expect(ids((await read(content)).records)).toEqual(['a', 'b'])
    expect(ids((await read(gzipSync(content))).records)).toEqual(['a', 'b'])
  })

  test('one conversation', async () => {
    expect(ids((await read(JSON.stringify(conversation('a')))).records)).toEqual(['a'])
  })

  test('a page without any conversation', async () => {
    expect((await read(JSON.stringify({ totalHits: 0 }))).records).toEqual([])
  })

  test('gzip of several parts, as log shippers append them', async () => {
    const parts = Buffer.concat([
      gzipSync(`${lines(conversation('a'))}\n`),
      gzipSync(lines(conversation('b'))),
    ])
    expect(ids((await read(parts)).records)).toEqual(['a', 'b'])
  })

  test.each([
    ['02-details-chat-complete.json', 1],
    ['03-details-chat-in-progress-malformed-dates.json', 1],
    ['05-details-query-2016-outbound-preview-callback.json', 25],
    ['08a-details-query-voice-outbound.json', 1],
  ])('the sample %s, with %i conversations', async (name, conversations) => {
    const { records } = await readAll(createReadStream(samplePath(name)))
    expect(records).toHaveLength(conversations)
    expect(records.every((record) => 'raw' in record)).toBe(true)
  })
})

test('a record says where it stood', async () => {
  expect((await read(JSON.stringify(page))).records.map((record) => record.where)).toEqual([
    'file line 1 conversations[0]',
    'file line 1 conversations[1]',
  ])
  expect((await read(JSON.stringify([page], null, 1))).records[1]?.where).toBe('file [0].conversations[1]')
  expect((await read(lines(...page.conversations))).records[1]?.where).toBe('file line 2')
})

test('a file is complete up to the earliest instant it states', async () => {
  const later = { ...page, dataAvailabilityDate: '2026-11-05T05:00:00.000Z' }
  expect((await read(JSON.stringify(page))).dataAvailableUntil).toBe(Date.UTC(2026, 10, 5, 4))
  expect((await read(lines(later, page))).dataAvailableUntil).toBe(Date.UTC(2026, 10, 5, 4))
  expect((await read(lines(...page.conversations))).dataAvailableUntil).toBeNull()
})

describe('in a good file of JSON lines', () => {
  test('a broken line is told with its number, and the rest goes on', async () => {
    const { records } = await read(
      lines(conversation('a'), '{"conversationId": "b", oops', conversation('c')),
    )
    expect(ids(records)).toEqual(['a', 'broken: not valid JSON at character 25', 'c'])
    expect(records[1]?.where).toBe('file line 2')
  })

  test('even the first line may be the broken one', async () => {
    const { records } = await read(lines('{"conversationId": "a', conversation('b'), conversation('c')))
    expect(ids(records)).toEqual(['broken: not valid JSON: it ends early', 'b', 'c'])
  })

  test('a line that is JSON but no conversation is handed on, for quarantine to name it', async () => {
    expect(ids((await read(lines(conversation('a'), { hello: 1 }))).records)).toEqual(['a', 'undefined'])
  })

  test('a compressed file that ends early gives what it held', async () => {
    const many = lines(
      ...Array.from({ length: 20_000 }, (_, i) => conversation(`id-${i}-${Math.imul(i, 2_654_435_761)}`)),
    )
    const packed = gzipSync(many)
    const { records } = await read(packed.subarray(0, packed.length - 1000))
    expect(records.length).toBeGreaterThan(1000)
    expect(records.at(-1)).toMatchObject({ broken: expect.stringContaining('ends early') })
  })

  test('no broken line repeats what stood in it', async () => {
    const { records } = await read(
      lines(conversation('a'), '{"participantName": Jane Doe, "ani": tel:+15550100200}'),
    )
    expect(JSON.stringify(records)).not.toMatch(/Jane|1555/)
  })
})

describe('a file that is no export is refused with what was found', () => {
  test.each([
    ['an empty file', '', 'an empty file'],
    ['only blanks', ' \n\n ', 'an empty file'],
    ['an aggregate answer', JSON.stringify({ results: [] }), 'an object with results'],
    ['an array of something else', '[1, 2]', 'an array whose first element is a number'],
    ['a CSV file', 'conversationId,start\nc-1,2026-10-25', 'a text that is not valid JSON'],
    ['a page that was cut short', JSON.stringify(page, null, 2).slice(0, 150), 'it ends early'],
    ['a ZIP archive', Buffer.from('PK\u0003\u0004 and the rest'), 'a ZIP archive'],
  ])('%s', async (_, content, found) => {
    const error = await refusal(content)
    expect(error.code).toBe('genesys.not-an-export')
    expect(error.message).toContain(found)
    expect(error.advice).toContain('a page of a details job')
  })

  test('a compressed document that ends early', async () => {
    const packed = gzipSync(JSON.stringify(page, null, 2))
    expect((await refusal(packed.subarray(0, packed.length - 12))).code).toBe('genesys.damaged-export')
  })

  test('and nobody’s name is in the refusal', async () => {
    const error = await refusal('{"participantName": Jane Doe, "ani": "tel:+15550100200"}')
    expect(`${error.message} ${error.advice}`).not.toMatch(/Jane|1555/)
  })
})
