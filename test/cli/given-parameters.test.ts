import { refuseStrayParameters } from '../../src/cli/options/given-parameters'
import { UsageError } from '../../src/errors'

describe('parameters in the settings', () => {
  test('of a KPI there is, by name or for one version, are taken', () => {
    const parameters = { 'service-level': { targetSeconds: 20 }, 'service-level@1': { abandons: 'exclude' } }
    expect(() => refuseStrayParameters({ parameters })).not.toThrow()
    expect(() => refuseStrayParameters({ parameters: {} })).not.toThrow()
  })

  test.each([
    [
      { 'service-levl': { targetSeconds: 20 } },
      'The setting parameters.service-levl cannot be used. There is no KPI named "service-levl". Did you mean service-level?',
    ],
    [
      { 'service-level@9': {} },
      'The setting parameters.service-level@9 cannot be used. There is no KPI service-level@9',
    ],
    [
      { 'service-level': { targetSecond: 20 } },
      'targetSecond: no such parameter, did you mean targetSeconds.',
    ],
    [
      { 'service-level': { targetSeconds: 'soon' } },
      'targetSeconds: "soon" is not a number above 0 up to 86400.',
    ],
  ])('%j are refused: they would change nothing', (parameters, message) => {
    expect(() => refuseStrayParameters({ parameters })).toThrow(UsageError)
    expect(() => refuseStrayParameters({ parameters })).toThrow(message)
  })
})
