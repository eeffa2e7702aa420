import fc from 'fast-check'
import { commonParts, exactValue, type Formula } from '../../src/comparison/common-parts'
import { type Fraction, fraction, isEqual, minus, plus, toNumber, zero } from '../../src/comparison/fraction'
import { mostShared, sharesOf } from '../../src/comparison/shares'
import { quotientOf } from '../../src/kpis/aggregation'
import { catalogue } from '../../src/kpis/catalogue'
import { valueOfParts } from '../../src/kpis/value'

/** Every kind of value that is made of sums, as definitions of the catalogue have it. */
const ofSums = catalogue.filter((definition) => quotientOf(definition) !== null)
const kinds = [...new Set(ofSums.map(({ aggregation: { kind } }) => kind))]

const part = fc.integer({ min: -100_000_000, max: 100_000_000 })

test('the catalogue has every kind of value made of sums, and one that needs a part and one that may be infinite', () => {
  expect([...kinds].sort()).toEqual(['count', 'mean', 'ratio', 'total'])
  const quotients = ofSums.map(quotientOf)
  expect(quotients.some((quotient) => quotient?.needs !== undefined)).toBe(true)
  expect(quotients.some((quotient) => quotient?.overNothing !== undefined)).toBe(true)
})

test.each(ofSums.map((definition) => [`${definition.name}@${definition.version}`, definition] as const))(
  'shares of %s add up to the difference exactly',
  (_name, definition) => {
    const { names, formulas } = commonParts(definition, definition)
    const formula = formulas.a as Formula
    const partsOfAll = fc.array(part, { minLength: names.length, maxLength: names.length })
    fc.assert(
      fc.property(
        partsOfAll,
        fc.array(partsOfAll, { minLength: 1, maxLength: mostShared }),
        (from, moves) => {
          const valueWith = (mask: number) => exactValue(formula, sumOf(from, moves, mask))
          const shares = sharesOf(moves.length, valueWith)
          const [before, after] = [valueWith(0), valueWith((1 << moves.length) - 1)]
          if (before === null || after === null) return expect(shares).toBeNull()
          const sum = (shares as Fraction[]).reduce(plus, zero)
          expect(isEqual(sum, minus(after, before))).toBe(true)
        },
      ),
      { numRuns: 30 },
    )
  },
)

test.each(ofSums.map((definition) => [`${definition.name}@${definition.version}`, definition] as const))(
  'the exact value of %s is the value that is shown',
  (_name, definition) => {
    const common = commonParts(definition, definition)
    const whole = fc.integer({ min: 0, max: 100_000_000 })
    fc.assert(
      fc.property(
        fc.array(whole, { minLength: definition.parts.length, maxLength: definition.parts.length }),
        (parts) => {
          const sums = common.positions.a.map((position) => parts[position as number] as number)
          const exact = exactValue(common.formulas.a as Formula, sums)
          const shown = valueOfParts(definition, parts)
          if (exact === null) expect(shown === null || !Number.isFinite(shown)).toBe(true)
          else
            expect(Math.abs(toNumber(exact) - (shown as number))).toBeLessThanOrEqual(
              Math.abs(shown as number) * 1e-12,
            )
        },
      ),
      { numRuns: 30 },
    )
  },
)

function sumOf(from: readonly number[], moves: readonly (readonly number[])[], mask: number): number[] {
  return from.map((start, index) =>
    moves.reduce(
      (sum, move, cause) => sum + ((mask & (1 << cause)) === 0 ? 0 : (move[index] as number)),
      start,
    ),
  )
}

describe('a share', () => {
  /** 600 s over 3 legs. */
  const formula: Formula = { numerator: 0, denominator: 1, needs: [], scale: fraction(1n) }
  const sharesOfMoves = (from: number[], moves: number[][]) =>
    sharesOf(moves.length, (mask) => exactValue(formula, sumOf(from, moves, mask)))?.map(toNumber)

  test('is the mean over all orders: a leg less, and 60 s less, of 600 s over 3 legs', () => {
    expect(
      sharesOfMoves(
        [600, 3],
        [
          [0, -1],
          [-60, 0],
        ],
      ),
    ).toEqual([95, -25])
  })

  test('of a single cause is the whole difference', () => {
    expect(sharesOfMoves([600, 3], [[300, 0]])).toEqual([100])
  })

  test('of a cause that moves nothing is nothing, and equal causes have equal shares', () => {
    expect(
      sharesOfMoves(
        [600, 3],
        [
          [0, -1],
          [0, 0],
          [0, -1],
        ],
      ),
    ).toEqual([200, 0, 200])
  })

  test('is none where there is no number to begin or to end with', () => {
    expect(sharesOfMoves([0, 0], [[300, 1]])).toBeUndefined()
    expect(sharesOfMoves([300, 1], [[-300, -1]])).toBeUndefined()
  })

  test('is found although there is no number on the way: what cannot be divided is taken as it was', () => {
    // Either cause alone leaves nothing to divide by.
    expect(
      sharesOfMoves(
        [600, 2],
        [
          [0, -2],
          [0, 3],
        ],
      )?.reduce((sum, share) => sum + share, 0),
    ).toBe(-100)
  })

  test('is refused of more causes than orders can be reckoned for', () => {
    expect(() => sharesOf(mostShared + 1, () => zero)).toThrow(RangeError)
  })
})
