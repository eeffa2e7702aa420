import fc from 'fast-check'
import { fraction, isEqual, minus, plus, times, toNumber } from '../../src/comparison/fraction'

const anyFraction = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([upper, lower]) => fraction(upper, lower))

test('a fraction is kept in its lowest terms, with its sign above', () => {
  expect(fraction(6n, -4n)).toEqual({ upper: -3n, lower: 2n })
  expect(fraction(0n, 7n)).toEqual({ upper: 0n, lower: 1n })
  expect(() => fraction(1n, 0n)).toThrow()
  expect(() => fraction(0n, 0n)).toThrow()
})

test('sums come back by taking away, and products in any order', () => {
  fc.assert(
    fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
      expect(isEqual(minus(plus(a, b), b), a)).toBe(true)
      expect(isEqual(plus(times(a, c), times(b, c)), times(plus(a, b), c))).toBe(true)
    }),
  )
})

test('its number is the nearest there is, also of numbers that no double holds', () => {
  expect(toNumber(fraction(1n, 3n))).toBe(1 / 3)
  expect(toNumber(fraction(10n ** 30n, 4n * 10n ** 30n))).toBe(0.25)
  expect(toNumber(fraction(-(10n ** 30n), 3n))).toBeCloseTo(-(10 ** 30) / 3, -15)
})
