/**
 * An exact quotient of whole numbers. Shares of a difference must add up to the difference, and sums of binary fractions do not.
 * The lower number is above 0, and the two have no divisor in common.
 */
export interface Fraction {
  readonly upper: bigint
  readonly lower: bigint
}

export const zero: Fraction = { upper: 0n, lower: 1n }

/** @throws RangeError for a lower number of 0 */
export function fraction(upper: bigint, lower = 1n): Fraction {
  if (lower === 0n) throw new RangeError('Nothing can be divided by 0.')
  const sign = lower < 0n ? -1n : 1n
  const common = greatestDivisor(upper < 0n ? -upper : upper, lower * sign)
  return { upper: (upper * sign) / common, lower: (lower * sign) / common }
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.lower === b.lower) return fraction(a.upper + b.upper, a.lower)
  return fraction(a.upper * b.lower + b.upper * a.lower, a.lower * b.lower)
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { upper: -b.upper, lower: b.lower })
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.upper * b.upper, a.lower * b.lower)
}

export function isEqual(a: Fraction, b: Fraction): boolean {
  return a.upper === b.upper && a.lower === b.lower
}

/** The nearest number there is, within a unit of its last digit. */
export function toNumber({ upper, lower }: Fraction): number {
  if (isSafe(upper) && isSafe(lower)) return Number(upper) / Number(lower)
  return Number(upper / lower) + Number(((upper % lower) << 80n) / lower) / 2 ** 80
}

function isSafe(whole: bigint): boolean {
  return BigInt.asIntN(54, whole) === whole
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}
