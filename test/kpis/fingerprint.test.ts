import { findDefinition } from '../../src/kpis/catalogue'
import {
  codeHashOf,
  definitionFingerprint,
  type FingerprintBasis,
  fingerprintOf,
} from '../../src/kpis/fingerprint'
import { resolveParameters } from '../../src/kpis/parameters'

const basis: FingerprintBasis = {
  definition: { name: 'service-level', version: 1 },
  parameters: { abandons: 'count', targetSeconds: 20 },
  codeHash: 'c0de',
  foldFingerprint: 'fold@1',
  tzRelease: '2026f',
}

test('a fingerprint is the hash of its basis written canonically', () => {
  // printf '{"codeHash":"c0de","fold":"fold@1","kpi":"service-level@1","parameters":{"abandons":"count","targetSeconds":20},"tz":"2026f"}' | sha256sum
  expect(definitionFingerprint(basis)).toBe(
    'c7cba6800a65096f24959d01f1e564fc32b721af51ac5be4d4961d36cb849eed',
  )
})

test('it does not depend on the order of parameters', () => {
  const parameters = { targetSeconds: 20, abandons: 'count' }
  expect(definitionFingerprint({ ...basis, parameters })).toBe(definitionFingerprint(basis))
})

test.each<Partial<FingerprintBasis>>([
  { definition: { name: 'service-level', version: 2 } },
  { parameters: { abandons: 'count', targetSeconds: 30 } },
  { codeHash: 'c0de2' },
  { foldFingerprint: 'fold@2' },
  { tzRelease: '2026g' },
])('it moves with %j', (changed) => {
  expect(definitionFingerprint({ ...basis, ...changed })).not.toBe(definitionFingerprint(basis))
})

test('a default written out is the same meaning as one left out', () => {
  const definition = findDefinition('service-level')
  expect(fingerprintOf(definition, resolveParameters(definition, { flowOuts: 'exclude' }))).toBe(
    fingerprintOf(definition, resolveParameters(definition)),
  )
})

test('a definition that is not in the lock has no fingerprint', () => {
  expect(() => codeHashOf({ name: 'service-level', version: 99 })).toThrow(
    'service-level@99 is not in kpi.lock.json',
  )
})
