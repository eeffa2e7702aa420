import { machineWord, scrubbed } from '../../src/genesys/scrub'

test.each([
  ['Authorization: Bearer abc.def-123', 'Authorization: Bearer (hidden)'],
  ['call tel:+15550100200 failed', 'call (hidden number) failed'],
  ['caller +1 (555) 010-0200.', 'caller (hidden number).'],
  ['from 15550100200 today', 'from (hidden number) today'],
  ['user jane.doe@example.com not found', 'user (hidden address) not found'],
  ['key eyJhbGciOi.eyJzdWIi.c2ln used', 'key (hidden token) used'],
])('%s loses what it must not say', (text, clean) => {
  expect(scrubbed(text)).toBe(clean)
})

test('what helps stays: ids, instants, counts and limits', () => {
  const text =
    'Job 5d7a1322-0329-5e80-992c-123456789012 from 2026-10-25T00:00:00.000Z: 100000 results, 31 days, analytics:conversationDetail:view'
  expect(scrubbed(text)).toBe(text)
})

test('a known secret is hidden wherever it stands', () => {
  expect(scrubbed('the secret s3cr3t! was refused', ['s3cr3t!'])).toBe('the secret (hidden) was refused')
})

test('a long text is cut', () => {
  expect(scrubbed('x'.repeat(1000))).toHaveLength(301)
})

test('a machine’s word is a word, and nothing else', () => {
  expect(machineWord('bad.credentials')).toBe('bad.credentials')
  expect(machineWord('jane.doe@example.com')).toBeUndefined()
  expect(machineWord('Jane Doe')).toBeUndefined()
  expect(machineWord(42)).toBeUndefined()
})
