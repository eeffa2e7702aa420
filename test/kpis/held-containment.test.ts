import type { LinkedContact } from '../../src/facts/contact'
import { contactOf } from '../../src/facts/contact'
import { findDefinition } from '../../src/kpis/catalogue'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { replay } from '../../src/kpis/replay'
import { contact } from '../../src/kpis/told'
import { customer, type TellContact } from '../../src/kpis/told-contacts'

const definition = findDefinition('held-containment@1')
const contained: TellContact = {
  onDay: 0,
  contained: true,
  state: 'left-in-flow',
  queueId: null,
  agentId: null,
}

/** `held`, `decided`, `open`, `unidentified` of each contact that is observed. */
function said(contacts: readonly LinkedContact[], given: Record<string, unknown> = {}) {
  const context = createContext(compileReference(emptyReferenceTables), resolveParameters(definition, given))
  return contacts.flatMap((each) => replay(definition, context, each).map(({ parts }) => parts))
}

test('who does not come back was contained for good', () => {
  expect(said(customer([contained]))).toEqual([[1, 1, 0, 0]])
})

test('who asks for an agent the next day was not', () => {
  expect(said(customer([contained, { onDay: 1 }]))).toEqual([[0, 1, 0, 0]])
})

test('it is open while the window is, whoever came back already', () => {
  expect(said(customer([contained], { knownUntilDay: 3 }))).toEqual([[0, 0, 1, 0]])
  expect(said(customer([contained, { onDay: 1 }], { knownUntilDay: 3 }))).toEqual([[0, 0, 1, 0]])
})

test('an agent or a queue is no containment, with or without a menu before it', () => {
  const menuFirst = contact({ flows: [{ lasts: 20 }], visits: [{ answeredAfter: 5 }] })
  expect(contactOf(menuFirst).contained).toBe(false)
  expect(contactOf(contact({ flows: [{ lasts: 20 }] })).contained).toBe(true)
  expect(said(customer([{ onDay: 0 }]))).toEqual([])
})

test('a repeat may be asked to share the medium, and nothing that a contained contact never has', () => {
  const back = customer([contained, { onDay: 1, mediaType: 'email' }])
  expect(said(back)).toEqual([[0, 1, 0, 0]])
  expect(said(back, { sameAs: 'media' })).toEqual([[1, 1, 0, 0]])
  for (const given of [{ sameAs: 'queue' }, { sameAs: 'wrap-up-code' }, { windowIn: 'local-days' }])
    expect(() => said(back, given)).toThrow(/Cannot run held-containment@1 with these parameters/)
})

test('a flow that sends the customer out of the house contains nobody', () => {
  const sentOut = contact({ flows: [{ lasts: 20, transferType: 'EXTERNAL' }] })
  expect(contactOf(sentOut).contained).toBe(false)
})
