import fc from 'fast-check'
import { terminalState } from '../../src/facts/terminal-state'
import { contact } from '../../src/kpis/told'
import { arbitraryFacts } from '../facts/arbitrary-facts'
import { replayed, summaryOf } from './replayed'

const kpi = 'completion-rate@1'

test('a call that nobody took and nobody gave up is missed, not abandoned', () => {
  const rang = contact({ legs: [{ alert: 30 }] })
  expect(summaryOf(kpi, [rang])).toMatchObject({ parts: { missed: 1, abandoned: 0, ended: 1 }, value: 0 })
})

test('an open conversation is counted beside the rate, and is provisional', () => {
  const open = { ...contact({ legs: [{ talk: 60 }] }), endedAt: null }
  expect(summaryOf(kpi, [open])).toMatchObject({ parts: { open: 1, completed: 0, ended: 0 }, value: null })
  expect(replayed(kpi, [open])).toMatchObject([{ unfinished: true }])
})

test('every conversation is one observation under one word, and the words add up to all', () => {
  fc.assert(
    fc.property(fc.array(arbitraryFacts, { maxLength: 10 }), (conversations) => {
      const { parts, observations } = summaryOf(kpi, conversations)
      expect(observations).toBe(conversations.length)
      const { reachedTheirEnd, ended, open, ...states } = parts as Record<string, number>
      const over = Object.values(states).reduce((sum, part) => sum + part, 0)
      expect([over, (ended as number) + (open as number)]).toEqual([ended, conversations.length])
      const words = conversations.map(terminalState)
      expect(reachedTheirEnd).toBe(
        words.filter((word) => word === 'completed' || word === 'self-served').length,
      )
    }),
  )
})
