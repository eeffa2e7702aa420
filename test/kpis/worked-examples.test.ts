import { catalogue } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { computeExample } from '../../src/kpis/worked-example'

/** To as many decimals as the expected value is written with. */
function rounded(value: number | null, like: number): number | null {
  const decimals = `${like}`.split('.')[1]?.length ?? 0
  return value === null ? null : Number(value.toFixed(decimals))
}

test.each(catalogue.map((definition) => [nameAndVersion(definition), definition] as const))(
  '%s makes of its worked example what the example says',
  (_, definition) => {
    const computed = computeExample(definition)
    expect(computed.length).toBeGreaterThan(0)
    for (const { parameters, variant, expected, summary } of computed) {
      const value = rounded(summary.value, expected)
      expect({ parameters, variant, value }).toEqual({ parameters, variant, value: expected })
    }
  },
)

test.each(catalogue.map((definition) => [nameAndVersion(definition), definition] as const))(
  '%s says the value of its example in its words',
  (_, { example }) => {
    for (const value of [example.value, ...(example.variants ?? []).map((variant) => variant.value)]) {
      expect(example.words.replaceAll(',', '')).toContain(`${value}`)
    }
  },
)
