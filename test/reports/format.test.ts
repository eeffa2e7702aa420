import type { Column } from '../../src/reports/column'
import { type Format, render } from '../../src/reports/format'

interface Row {
  queue: string | null
  aht: number | null
  level: number | null
  calls: number | null
}

const columns: Column<Row>[] = [
  { key: 'queue', title: 'Queue', shows: 'text', value: (row) => row.queue },
  { key: 'aht', title: 'AHT s', shows: 'seconds', value: (row) => row.aht },
  { key: 'level', title: 'SL %', shows: 'percent', value: (row) => row.level },
  { key: 'calls', title: 'Calls', shows: 'count', value: (row) => row.calls },
]

const rows: Row[] = [
  { queue: 'Sales', aht: 918.737, level: 81.132075, calls: 1060 },
  { queue: 'Help, urgent', aht: 0, level: null, calls: 0 },
  { queue: null, aht: null, level: 100, calls: null },
]

const shown = (format: Format): string => render(rows, columns, format)

describe('the same rows', () => {
  test('as a table have padded columns, numbers to the right, and -- for what nobody knows', () => {
    expect(shown('table')).toBe(
      [
        'Queue         AHT s    SL %  Calls',
        'Sales         918.7   81.13   1060',
        'Help, urgent    0.0      --      0',
        '--               --  100.00     --',
        '',
      ].join('\n'),
    )
  })

  test('as JSON are one array with full precision and null', () => {
    expect(shown('json')).toMatch(/^\[\n {2}\{\n {4}"queue": "Sales",\n {4}"aht": 918\.737,/)
    expect(JSON.parse(shown('json'))).toEqual(rows)
  })

  test('as JSON lines are one object a line', () => {
    expect(shown('jsonl')).toBe(
      '{"queue":"Sales","aht":918.737,"level":81.132075,"calls":1060}\n' +
        '{"queue":"Help, urgent","aht":0,"level":null,"calls":0}\n' +
        '{"queue":null,"aht":null,"level":100,"calls":null}\n',
    )
  })

  test('as CSV have a heading of keys, an empty field for null, and CRLF', () => {
    expect(shown('csv')).toBe(
      'queue,aht,level,calls\r\nSales,918.737,81.132075,1060\r\n"Help, urgent",0,,0\r\n,,100,\r\n',
    )
  })

  test('of which there are none leave the heading, or an empty document', () => {
    expect(render([], columns, 'table')).toBe('Queue  AHT s  SL %  Calls\n')
    expect(render([], columns, 'json')).toBe('[]\n')
    expect(render([], columns, 'jsonl')).toBe('')
    expect(render([], columns, 'csv')).toBe('queue,aht,level,calls\r\n')
  })
})

describe('a list in a cell', () => {
  const days: Column<readonly string[]>[] = [
    { key: 'days', title: 'Days', shows: 'text', value: (row) => row },
  ]
  const list = ['2026-10-24', '2026-10-25']

  test('is a list in JSON, and its texts with spaces between them elsewhere', () => {
    expect(JSON.parse(render([list], days, 'json'))).toEqual([{ days: list }])
    expect(render([list], days, 'csv')).toBe('days\r\n2026-10-24 2026-10-25\r\n')
    expect(render([list], days, 'table')).toBe('Days\n2026-10-24 2026-10-25\n')
  })

  test('of nothing is an empty list', () => {
    expect(render([[]], days, 'jsonl')).toBe('{"days":[]}\n')
    expect(render([[]], days, 'csv')).toBe('days\r\n\r\n')
  })
})

describe('CSV', () => {
  const text: Column<string | number>[] = [{ key: 'name', title: 'Name', shows: 'text', value: (row) => row }]

  test.each(['=1+1', '+44', '-2+3', '@SUM(A1)', '\tx', '\rx', '＝1'])('defuses the text %j', (formula) => {
    const [, field = ''] = render([formula], text, 'csv').split(/name\r\n/)
    expect(field.replace(/^"/, '')).toMatch(/^'/)
  })

  test('leaves negative numbers numbers', () => {
    expect(render([-3, -0.5], text, 'csv')).toBe('name\r\n-3\r\n-0.5\r\n')
  })

  test('quotes delimiters, quotes and line breaks', () => {
    expect(render(['a,b', 'say "x"', 'two\nlines'], text, 'csv')).toBe(
      'name\r\n"a,b"\r\n"say ""x"""\r\n"two\nlines"\r\n',
    )
  })
})
