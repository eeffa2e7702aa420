import type { Instant } from '../time/instant'
import { type Measure, measureCodes } from './measure'

/**
 * Everything measured on one queue visit or agent leg: triples `[code, at, value, code, at, value, …]`
 * in order of time, flat because a replay reads hundreds of thousands of them a second. A code is the
 * integer of `measureCodes`, or the platform's own name where we have none.
 */
export type Measurements = readonly (number | string)[]

export interface Measurement {
  at: Instant
  value: number
}

/** The sum of a measure's values, or null when it was never measured: absent is not zero. */
export function total(measurements: Measurements, measure: Measure): number | null {
  const code = measureCodes[measure]
  let sum: number | null = null
  for (let i = 0; i < measurements.length; i += 3) {
    if (measurements[i] === code) sum = (sum ?? 0) + (measurements[i + 2] as number)
  }
  return sum
}

/** The last time the measure was emitted, with its value; null when it never was. */
export function last(measurements: Measurements, measure: Measure): Measurement | null {
  const code = measureCodes[measure]
  for (let i = measurements.length - 3; i >= 0; i -= 3) {
    if (measurements[i] === code) {
      return { at: measurements[i + 1] as number, value: measurements[i + 2] as number }
    }
  }
  return null
}

/** Every emission of the measure, in order of time. */
export function all(measurements: Measurements, measure: Measure): Measurement[] {
  const code = measureCodes[measure]
  const found: Measurement[] = []
  for (let i = 0; i < measurements.length; i += 3) {
    if (measurements[i] === code) {
      found.push({ at: measurements[i + 1] as number, value: measurements[i + 2] as number })
    }
  }
  return found
}

/** Whether the measure was emitted at all. */
export function has(measurements: Measurements, measure: Measure): boolean {
  const code = measureCodes[measure]
  for (let i = 0; i < measurements.length; i += 3) if (measurements[i] === code) return true
  return false
}
