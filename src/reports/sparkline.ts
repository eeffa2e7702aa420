/** A row of numbers as a row of bars. */
const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/**
 * One character per value, from the lowest bar for the smallest to the highest for the largest; a space for a missing value. Values
 * that are all the same are drawn half high.
 */
export function sparkline(values: readonly (number | null)[]): string {
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value === null) continue
    least = Math.min(least, value)
    greatest = Math.max(greatest, value)
  }
  const range = greatest - least
  return values
    .map((value) => {
      if (value === null) return ' '
      return bars[range === 0 ? 3 : Math.round(((value - least) / range) * (bars.length - 1))]
    })
    .join('')
}
