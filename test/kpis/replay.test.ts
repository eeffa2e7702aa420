import { findDefinition } from '../../src/kpis/catalogue'
import type { KpiDefinition, Observation } from '../../src/kpis/definition'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { replay } from '../../src/kpis/replay'
import { factsOf } from '../facts/told'

const context = createContext(compileReference(emptyReferenceTables), {})
const facts = factsOf('2026-10-20T09:00:00.000Z', [], 'c-1')

const observation: Observation = {
  ordinal: 0,
  at: facts.startedAt,
  agentId: null,
  queueId: null,
  mediaType: 'voice',
  direction: null,
  parts: { offered: 1 },
}

/** A definition that observes what it is told to. */
function definition(observed: Observation[], changed: Partial<KpiDefinition> = {}): KpiDefinition {
  return { ...findDefinition('offered'), ...changed, observe: () => observed }
}

test('parts stand in the order the definition declares', () => {
  const observed = [{ ...observation, parts: { b: 2, a: 1 } }]
  expect(replay(definition(observed, { parts: ['a', 'b'] }), context, facts)[0]?.parts).toEqual([1, 2])
})

test('an observation anchored in UTC always has its zone', () => {
  expect(replay(definition([observation], { zoneAnchor: 'utc' }), context, facts)[0]?.zone).toMatch(/UTC$/)
})

test('a missing zone keeps the number or sets it aside, as the definition says', () => {
  const partsWhen = (missingZone: KpiDefinition['missingZone']) =>
    replay(definition([observation], { missingZone }), context, facts)[0]?.parts
  expect(partsWhen('keep')).toEqual([1])
  expect(partsWhen('set-aside')).toBeNull()
})

test.each([
  [
    'a fraction',
    [{ ...observation, parts: { offered: 1.5 } }],
    'offered@1 gives 1.5 for part offered of observation 0 on conversation c-1.',
  ],
  ['a part left out', [{ ...observation, parts: {} }], 'gives undefined for part offered'],
  ['an ordinal twice', [observation, observation], 'offered@1 has the ordinal 0 twice on conversation c-1'],
])('%s is the definition’s fault and is said so', (_what, observed, message) => {
  expect(() => replay(definition(observed as Observation[]), context, facts)).toThrow(message)
})
