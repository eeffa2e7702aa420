import { Hash128 } from '../../src/store/results/hash128'

function wordsOf(text: string): number[] {
  const hash = new Hash128()
  hash.begin()
  hash.mixText(text)
  hash.end()
  return [hash.h1, hash.h2, hash.h3, hash.h4].map((word) => word >>> 0)
}

// Made with Python's mmh3 (hash_bytes of the text as UTF-16LE, seed 0, x64arch False).
test.each([
  ['', [0, 0, 0, 0]],
  ['0123456789abcdef', [0x2dd97cc7, 0xff437be3, 0xc0c16429, 0xc3056564]],
  ["the clocks go back at two o'cloc", [0x6ee32fa1, 0x159ff650, 0xc2ada1a8, 0xdf6c4fe8]],
  ['2f1c7f8e-04bf-5a9f-93a9-6d1a20bd', [0x5ce8af0c, 0x42c394ab, 0xe40cb36b, 0x690fbb56]],
])('%s has the hash that another implementation gives it', (text, expected) => {
  expect(wordsOf(text)).toEqual(expected)
})

test('one bit more or less, and half of the bits are others', () => {
  const [a, b] = [wordsOf('conversation-0001'), wordsOf('conversation-0000')] as [number[], number[]]
  const differing = a.reduce(
    (bits, word, i) => bits + ((word ^ (b[i] as number)) >>> 0).toString(2).replaceAll('0', '').length,
    0,
  )
  expect(differing).toBeGreaterThan(40)
  expect(differing).toBeLessThan(88)
})
