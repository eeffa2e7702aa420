import fc from 'fast-check'
import { Spreading } from '../../src/comparison/spread'

function spreadOf(changes: readonly number[], isDuration = false) {
  const spreading = new Spreading('part', isDuration)
  for (const change of changes) spreading.add(change)
  return spreading.spread()
}

test('nothing is said of a part in which nobody changed', () => {
  expect(spreadOf([])).toBeNull()
  expect(spreadOf([0, 0])).toBeNull()
})

test('quantiles are those of the changes in order, right to 1 %', () => {
  const changes = fc.array(fc.integer({ min: -5_000_000, max: 5_000_000 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(changes, (told) => {
      const spread = spreadOf(told)
      if (spread === null) return
      const sorted = [...told].sort((a, b) => a - b)
      for (const [name, quantile] of Object.entries(spread.quantiles)) {
        const percent = Number(name.slice(1))
        const exact = sorted[Math.max(1, Math.ceil((sorted.length * percent) / 100)) - 1] as number
        expect(Math.abs(quantile - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.011 + 1)
      }
      expect([spread.lowest, spread.highest]).toEqual([sorted[0], sorted.at(-1)])
      expect(spread.steps.reduce((sum, { subjects }) => sum + subjects, 0)).toBe(told.length)
    }),
  )
})

test('steps are twice as wide each, from one second on where it is time', () => {
  expect(spreadOf([-90_000, -500, 0, 1_500, 2_000], true)?.steps).toEqual([
    { from: -128_000, to: -64_000, subjects: 1 },
    { from: -1_000, to: 0, subjects: 1 },
    { from: 0, to: 0, subjects: 1 },
    { from: 1_000, to: 2_000, subjects: 1 },
    { from: 2_000, to: 4_000, subjects: 1 },
  ])
})
