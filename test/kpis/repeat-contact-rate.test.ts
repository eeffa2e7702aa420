import type { LinkedContact } from '../../src/facts/contact'
import { findDefinition } from '../../src/kpis/catalogue'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { replay } from '../../src/kpis/replay'
import { customer } from '../../src/kpis/told-contacts'

const definition = findDefinition('repeat-contact-rate@1')

/** `repeats`, `contacts`, `unidentified` of each contact that is observed. */
function said(contacts: readonly LinkedContact[], given: Record<string, unknown> = {}) {
  const context = createContext(compileReference(emptyReferenceTables), resolveParameters(definition, given))
  return contacts.flatMap((contact) => replay(definition, context, contact).map(({ parts }) => parts))
}

test('each contact within the window of one before it is a repeat, also the third in a row', () => {
  expect(said(customer([{ onDay: 0 }, { onDay: 6 }, { onDay: 12 }, { onDay: 30 }]))).toEqual([
    [0, 1, 0],
    [1, 1, 0],
    [1, 1, 0],
    [0, 1, 0],
  ])
})

test('who gave up and calls again is a repeat as well: it is demand, whoever failed', () => {
  expect(said(customer([{ onDay: 0, state: 'abandoned' }, { onDay: 1 }]))).toEqual([
    [0, 1, 0],
    [1, 1, 0],
  ])
})

test('after a call of ours the customer comes back; the call itself is no contact of theirs', () => {
  expect(said(customer([{ onDay: 0, direction: 'outbound' }, { onDay: 1 }]))).toEqual([[1, 1, 0]])
})

test('a contact of nobody known is counted beside', () => {
  const [contact] = customer([{ onDay: 0 }])
  expect(said([{ ...(contact as LinkedContact), identified: false }])).toEqual([[0, 0, 1]])
})
