import type { Measurements } from '../measurements'
import type { FieldReader } from './field-reader'
import type { FieldWriter } from './field-writer'

/**
 *   measurements: how many, and of each: code × 2 (+ 1 when the value is no small whole number), the text when the code
 *   is 0, at (after the one before), value
 */
export function writeMeasurements(to: FieldWriter, measurements: Measurements): void {
  to.unsigned(measurements.length / 3)
  let before = to.startedAt
  for (let i = 0; i < measurements.length; i += 3) {
    const code = measurements[i] as number | string
    const at = measurements[i + 1] as number
    const value = measurements[i + 2] as number
    const exact = Number.isInteger(value) && Math.abs(value) < 2 ** 52 && !Object.is(value, -0)
    to.unsigned((typeof code === 'number' ? code * 2 : 0) + (exact ? 0 : 1))
    if (typeof code === 'string') to.text(code)
    to.signed(at - before)
    if (exact) to.signed(value)
    else to.float(value)
    before = at
  }
}

export function readMeasurements(from: FieldReader): Measurements {
  const count = from.unsigned()
  const measurements: (number | string)[] = []
  let at = from.startedAt
  for (let i = 0; i < count; i++) {
    const tag = from.unsigned()
    const code = tag >>> 1
    measurements.push(code === 0 ? from.text() : code)
    at += from.signed()
    measurements.push(at)
    measurements.push((tag & 1) === 0 ? from.signed() : from.float())
  }
  return measurements
}
