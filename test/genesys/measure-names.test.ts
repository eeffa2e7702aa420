import { measureCodes } from '../../src/facts/measure'
import { measureName, metricName } from '../../src/genesys/measure-names'

test('every measure we store has a name on the platform, and leads back to itself', () => {
  for (const measure of Object.keys(measureCodes)) {
    expect(metricName(measure)).toMatch(/^[tn][A-Z]/)
    expect(measureName(metricName(measure))).toBe(measure)
  }
})

test('a metric that has no name of ours keeps its own, both ways', () => {
  expect(measureName('oMessageTurn')).toBe('oMessageTurn')
  expect(metricName('oMessageTurn')).toBe('oMessageTurn')
})
