import type { LinkedContact } from '../../src/facts/contact'
import { findDefinition } from '../../src/kpis/catalogue'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables } from '../../src/kpis/reference-tables'
import { replay } from '../../src/kpis/replay'
import { summarise } from '../../src/kpis/summarise'
import { customer } from '../../src/kpis/told-contacts'

const definition = findDefinition('first-contact-resolution@1')
const tables = {
  ...emptyReferenceTables,
  queueZones: [{ queueId: 'sales', zone: 'America/New_York', validFrom: null, validTo: null }],
}

function said(contacts: readonly LinkedContact[], given: Record<string, unknown> = {}) {
  const parameters = resolveParameters(definition, given)
  const context = createContext(compileReference(tables), parameters)
  const observations = contacts.flatMap((contact) => replay(definition, context, contact))
  const { parts, value } = summarise(definition, observations, { parameters })
  const named = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== 0))
  return { ...named, value, unfinished: observations.filter((each) => each.unfinished).length }
}

test('a customer who does not come back within the window was served at first contact', () => {
  expect(said(customer([{ onDay: 0 }, { onDay: 8 }]))).toMatchObject({ resolved: 2, decided: 2, value: 100 })
})

test('one who comes back was not, and the second contact is no first one', () => {
  expect(said(customer([{ onDay: 0 }, { onDay: 3 }]))).toMatchObject({ decided: 1, value: 0 })
})

test('one whom a flow completed, without queue and agent, is a first contact only where anyone may serve', () => {
  const inFlow = customer([{ onDay: 0, queueId: null, agentId: null }])
  expect(said(inFlow)).toEqual({ value: null, unfinished: 0 })
  expect(said(inFlow, { servedBy: 'anyone' })).toMatchObject({ resolved: 1, value: 100 })
})

test('a chain of repeats has one first contact', () => {
  expect(said(customer([{ onDay: 0 }, { onDay: 5 }, { onDay: 10 }, { onDay: 15 }]))).toMatchObject({
    decided: 1,
  })
})

test('until the archive reaches the end of the window it is open, and no value', () => {
  expect(said(customer([{ onDay: 0 }], { knownUntilDay: 7 }))).toEqual({
    open: 1,
    value: null,
    unfinished: 1,
  })
  expect(said(customer([{ onDay: 0 }], { knownUntilDay: 7.01 }))).toMatchObject({
    resolved: 1,
    unfinished: 0,
  })
})

test('who came back at once is open as well until the window is over: else a fresh week would read 0 %', () => {
  expect(said(customer([{ onDay: 0 }, { onDay: 1 }], { knownUntilDay: 2 }))).toEqual({
    open: 1,
    openCameBack: 1,
    value: null,
    unfinished: 1,
  })
})

test('while the contact is still being served its window has no end: open, and waiting for nothing but itself', () => {
  const [contact] = customer([{ onDay: 0 }])
  expect(said([{ ...(contact as LinkedContact), servedUntil: null }])).toEqual({
    open: 1,
    value: null,
    unfinished: 1,
  })
})

test('a call of ours is neither a first contact nor a repeat', () => {
  expect(said(customer([{ onDay: 0, direction: 'outbound' }]))).toMatchObject({ value: null })
  expect(said(customer([{ onDay: 0 }, { onDay: 1, direction: 'outbound' }]))).toMatchObject({ resolved: 1 })
})

test('who gave up in the queue was not served, but coming back for it is a repeat of what came before', () => {
  expect(said(customer([{ onDay: 0, state: 'abandoned' }]))).toMatchObject({ value: null })
  expect(said(customer([{ onDay: 0 }, { onDay: 1, state: 'abandoned' }]))).toMatchObject({
    decided: 1,
    value: 0,
  })
})

test('wrong numbers count on neither side; the gross rate has them in its denominator', () => {
  const wrong = { excludedWrapUpCodes: ['WRONG_NUMBER'] }
  expect(said(customer([{ onDay: 0, wrapUpCode: 'WRONG_NUMBER' }]), wrong)).toMatchObject({
    excluded: 1,
    value: null,
  })
  expect(said(customer([{ onDay: 0 }, { onDay: 1, wrapUpCode: 'WRONG_NUMBER' }]), wrong)).toMatchObject({
    resolved: 1,
    excluded: 1,
    value: 100,
  })
})

test('a repeat may have to be about the same queue, medium or wrap-up code', () => {
  const contacts = customer([
    { onDay: 0, queueId: 'sales', mediaType: 'voice', wrapUpCode: 'BILLING' },
    { onDay: 1, queueId: 'support', mediaType: 'voice', wrapUpCode: 'BILLING' },
  ])
  expect(said(contacts, { sameAs: 'queue' })).toMatchObject({ resolved: 2 })
  expect(said(contacts, { sameAs: 'media' })).toMatchObject({ decided: 1, value: 0 })
  expect(said(contacts, { sameAs: 'wrap-up-code' })).toMatchObject({ decided: 1, value: 0 })
})

test('local days: the window ends at the local midnight after so many whole days, also when clocks change', () => {
  // Day 0 is Thursday 1 October, 10:00 in New York. Seven days later at 23:00 it is still the eighth of October there.
  const eve = customer([{ onDay: 0 }, { onDay: 7 + 13 / 24 }])
  expect(said(eve, { windowIn: 'local-days' })).toMatchObject({ decided: 1, value: 0 })
  expect(said(eve, { windowIn: 'elapsed' })).toMatchObject({ resolved: 2 })
  // Clocks go back on 1 November: from 26 October on, midnight after seven days is 7 × 24 + 1 + 14 hours after 10:00.
  const [before, after] = [14.99 / 24, 15.01 / 24].map((more) =>
    customer([{ onDay: 25 }, { onDay: 25 + 7 + more }]),
  )
  expect(said(before as LinkedContact[], { windowIn: 'local-days' })).toMatchObject({ decided: 1 })
  expect(said(after as LinkedContact[], { windowIn: 'local-days' })).toMatchObject({ resolved: 2 })
})

test('local days of a queue whose zone nobody told: set aside, never guessed', () => {
  expect(said(customer([{ onDay: 0, queueId: 'unknown' }]), { windowIn: 'local-days' })).toMatchObject({
    value: null,
  })
})

test('who cannot be known again is counted beside', () => {
  const [contact] = customer([{ onDay: 0 }])
  expect(said([{ ...(contact as LinkedContact), identified: false }])).toMatchObject({
    unidentified: 1,
    value: null,
  })
})

test("the platform's own judgement of the same contacts stands beside ours", () => {
  const contacts = [
    ...customer([{ onDay: 0, nextContactAvoided: true }]),
    ...customer([{ onDay: 0, nextContactAvoided: false }, { onDay: 2 }]),
    ...customer([{ onDay: 0 }]),
  ]
  expect(said(contacts)).toMatchObject({ judged: 2, avoided: 1, decided: 3, resolved: 2 })
})

test('a contact without what repeats must share with it is counted beside, and is no first contact', () => {
  const uncoded = customer([{ onDay: 0 }, { onDay: 1 }])
  expect(said(uncoded, { sameAs: 'wrap-up-code' })).toMatchObject({ unidentified: 2, value: null })
})
