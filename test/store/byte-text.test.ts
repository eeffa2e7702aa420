import fc from 'fast-check'
import { ByteText } from '../../src/store/results/byte-text'

type Piece = { text: string } | { integer: number } | { byte: number }

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 40 }) }),
  fc.record({ integer: fc.maxSafeInteger() }),
  fc.record({ integer: fc.integer({ min: -1000, max: 1000 }) }),
  fc.record({ byte: fc.integer({ min: 0, max: 127 }) }),
)

function write(to: ByteText, pieces: readonly Piece[]): string {
  let expected = ''
  for (const each of pieces) {
    if ('text' in each) to.text(each.text)
    else if ('integer' in each) to.integer(each.integer)
    else to.byte(each.byte)
    expected +=
      'text' in each ? each.text : 'integer' in each ? String(each.integer) : String.fromCharCode(each.byte)
  }
  return expected
}

test('bytes are the UTF-8 of the same text written as a string, whatever the capacity it began with', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 50 }), fc.integer({ min: 1, max: 64 }), (pieces, capacity) => {
      const to = new ByteText(capacity)
      const expected = write(to, pieces)
      expect(to.written().toString('utf8')).toBe(expected)
      expect(to.length).toBe(Buffer.byteLength(expected))
    }),
  )
})

test('what was taken stays as it is while the next text is written', () => {
  const to = new ByteText(16)
  to.text('first')
  const taken = to.take()
  to.text('second')
  expect(taken.toString()).toBe('first')
  expect(to.written().toString()).toBe('second')
})

test('digits are padded with zeros', () => {
  const to = new ByteText(2)
  to.digits(7, 2)
  to.digits(0, 3)
  to.digits(123_456_789, 9)
  expect(to.written().toString()).toBe('07000123456789')
})

test('widths change where the powers of ten are', () => {
  for (let power = 1; power < 16; power++) {
    for (const value of [10 ** power - 1, 10 ** power, 10 ** power + 1, Number.MAX_SAFE_INTEGER]) {
      const to = new ByteText(1)
      to.integer(value)
      expect(to.written().toString()).toBe(String(value))
    }
  }
})
