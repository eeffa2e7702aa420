import { colourWanted } from '../../src/reports/colour'
import type { Column } from '../../src/reports/column'
import { displayWidth } from '../../src/reports/display-width'
import { table } from '../../src/reports/table'

interface Row {
  name: string
  n: number
}

const columns: Column<Row>[] = [
  { key: 'name', title: 'Name', shows: 'text', value: ({ name }) => name },
  { key: 'n', title: 'N', shows: 'count', value: ({ n }) => n },
]

describe('a table', () => {
  test('aligns by what a terminal shows, not by characters', () => {
    const rows = [
      { name: '東京', n: 1 },
      { name: 'Zoë', n: 10 },
      { name: 'e\u0301té', n: 100 },
    ]
    expect(table(rows, columns)).toBe('Name    N\n東京    1\nZoë    10\ne\u0301té   100\n')
  })

  test('cuts texts to the width of the terminal and never a number', () => {
    const rows = [{ name: 'A queue with a very long name', n: 1_234_567 }]
    expect(table(rows, columns, { width: 24 })).toBe(`Name${' '.repeat(19)}N\nA queue with a…  1234567\n`)
    for (const line of table(rows, columns, { width: 24 }).trimEnd().split('\n'))
      expect(displayWidth(line)).toBe(24)
    expect(table(rows, columns, { width: 5 })).toContain('1234567')
  })

  test('keeps a name from outside on its line and out of control of the terminal', () => {
    expect(table([{ name: 'a\n\u001b[31mb', n: 1 }], columns)).toBe('Name     N\na [31mb  1\n')
  })

  test('has escapes only when colour is asked for', () => {
    expect(table([{ name: 'a', n: 1 }], columns)).not.toContain('\u001b')
    expect(table([{ name: 'a', n: 1 }], columns, { colour: true })).toBe(
      '\u001b[1mName  N\u001b[22m\na     1\n',
    )
  })
})

describe('colour', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  ])('with %j on a terminal %j is %j', (environment, isTerminal, wanted) => {
    expect(colourWanted(environment, isTerminal)).toBe(wanted)
  })
})
