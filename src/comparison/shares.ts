import { type Fraction, fraction, minus, plus, times, zero } from './fraction'

/** So many causes are told apart in a value; what is beyond them is shared out as one. */
export const mostShared = 6

/**
 * How much of a value's difference each cause is, in the value's own unit. The shares add up to the difference exactly, whatever
 * the formula: they are Shapley values. The causes are let in one after the other, each is given what the value moves when it comes
 * in, and that is averaged over every order in which they might have come. L. S. Shapley, "A value for n-person games" (1953).
 *
 * For example: 600 s over 3 legs are 200 s. One cause takes a leg away, another 60 s. In one order the first moves the value by
 * 100 s and the second by −30 s, in the other the second by −20 s and the first by 90 s: 95 s and −25 s, which make 70 s together.
 *
 * @param causes how many there are, at most `mostShared`
 * @param valueWith the value when only these causes are in, as a mask of bits; where there is none, the value is taken as it was
 *   before any came
 * @returns a share for each cause, or null where there is no number before any cause is in, or none once all are
 */
export function sharesOf(causes: number, valueWith: (mask: number) => Fraction | null): Fraction[] | null {
  if (causes > mostShared) throw new RangeError(`${causes} causes are more than ${mostShared}.`)
  const all = (1 << causes) - 1
  const before = valueWith(0)
  if (before === null || valueWith(all) === null) return null
  const values = Array.from({ length: all + 1 }, (_, mask) => valueWith(mask) ?? before)
  const weights = Array.from({ length: causes }, (_, size) => weightOf(size, causes))
  return Array.from({ length: causes }, (_, cause) => {
    let share = zero
    for (let mask = 0; mask <= all; mask++) {
      if ((mask & (1 << cause)) !== 0) continue
      const moved = minus(values[mask | (1 << cause)] as Fraction, values[mask] as Fraction)
      share = plus(share, times(moved, weights[sizeOf(mask)] as Fraction))
    }
    return share
  })
}

/** Of all orders, those in which exactly these `size` others came before. */
function weightOf(size: number, causes: number): Fraction {
  return fraction(factorial(size) * factorial(causes - size - 1), factorial(causes))
}

function factorial(number: number): bigint {
  return number <= 1 ? 1n : BigInt(number) * factorial(number - 1)
}

function sizeOf(mask: number): number {
  let size = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) size++
  return size
}
