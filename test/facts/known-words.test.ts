import { createHash } from 'node:crypto'
import { knownWords } from '../../src/facts/known-words'

/** Appending is free; these stay. */
test('the first 47 words that stored facts point at have not moved', () => {
  expect(createHash('sha256').update(knownWords.slice(0, 47).join()).digest('hex')).toBe(
    '35e0423120ea14683f9902699d245df7f65d4159daa905a676959e0f89ab5e4a',
  )
})

test('no word stands twice, and the texts of a conversation itself still have positions of one byte', () => {
  expect(new Set(knownWords).size).toBe(knownWords.length)
  expect(knownWords.length).toBeLessThan(100)
})
