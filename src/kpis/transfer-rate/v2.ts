import { z } from 'zod'
import { all } from '../../facts/measurements'
import type { Instant } from '../../time/instant'
import { defineKpi, type Observation } from '../definition'
import { legObservation } from '../leg-observation'
import { times } from '../told'

/**
 * Transfer rate, in percent.
 *
 *   transfers / handled legs × 100
 *
 * Every transfer an agent makes counts, at its own instant: one leg may transfer twice. Blind transfers (the customer is handed on at once), consult
 * transfers (the agent spoke to the other first) and transfers out of the house are read by the variants. A consult that ended without a
 * transfer is none. The record shows where the last transfer of a leg went: an earlier one of the same leg is never external.
 *
 * Changed from v1 (breaking): kinds are variants over one row and no parameter; external transfers are known.
 */
export const transferRateV2 = defineKpi({
  name: 'transfer-rate',
  version: 2,
  title: 'Transfer rate',
  description: 'How often agents hand a contact on. Counted is who transfers, not who receives.',
  formula: 'transfers / handled legs × 100',
  source:
    'Genesys Cloud: nTransferred, nBlindTransferred or nConsultTransferred / tHandle.count (docs/facts/kpis.md §1a)',
  example: {
    words:
      '200 handled legs, 20 transfers, 15 of them blind, 2 of these out of the house: 10 %; blind alone 7.5 %, consult alone 2.5 %, external 1 %.',
    contacts: () => [
      ...times(180, { legs: [{ talk: 200 }] }),
      ...times(13, { legs: [{ talk: 200, transfers: ['blind'], transferredTo: 'queue' }] }),
      ...times(2, { legs: [{ talk: 200, transfers: ['blind'], transferredTo: 'external' }] }),
      ...times(5, { legs: [{ talk: 200, transfers: ['consult'], transferredTo: 'agent' }] }),
    ],
    value: 10,
    variants: [
      { variant: 'blind', value: 7.5 },
      { variant: 'consult', value: 2.5 },
      { variant: 'external', value: 1 },
    ],
  },
  unit: 'percent',
  better: 'lower',
  unitOfObservation: 'agent-leg',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['transfers', 'handled', 'blind', 'consult', 'external'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'transfers', denominator: 'handled', scale: 100 },
  variants: {
    blind: {
      formula: 'blind transfers / handled legs × 100',
      numerator: { blind: 1 },
      denominator: { handled: 1 },
    },
    consult: {
      formula: 'consult transfers / handled legs × 100',
      numerator: { consult: 1 },
      denominator: { handled: 1 },
    },
    external: {
      formula: 'transfers out of the house / handled legs × 100',
      numerator: { external: 1 },
      denominator: { handled: 1 },
    },
  },
  distribution: null,
  attribution: 'emit',
  zoneAnchor: 'agent',
  missingZone: 'keep',
  reads: ['agent-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [
    { part: 'transfers', measure: 'transferred', stat: 'count' },
    { part: 'handled', measure: 'handle', stat: 'count' },
    { part: 'blind', measure: 'blind-transferred', stat: 'count' },
    { part: 'consult', measure: 'consult-transferred', stat: 'count' },
  ],
  changelog: [
    {
      version: 2,
      date: '2026-11-26',
      kind: 'breaking',
      what: 'Blind, consult and external transfers are variants over one row; the parameter kind is gone. Without it the value is that of version 1.',
      why: 'Whoever read blind transfers had to compute everything anew, and nobody could tell who sends customers out of the house.',
    },
  ],
  rules: [
    {
      name: 'every-kind',
      words: 'every transfer counts; version 1 counted the kind that its parameter named',
      explains: ({ before, after }) => before?.transfers !== after?.transfers,
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const leg of facts.agentLegs) {
      let emission = 0
      const observe = (at: Instant, parts: Partial<typeof nothing>) =>
        observations.push(legObservation(leg, emission++, at, { ...nothing, ...parts }))
      const transfers = all(leg.measurements, 'transferred')
      transfers.forEach(({ at, value }, index) => {
        const isLast = index === transfers.length - 1
        observe(at, { transfers: value, external: isLast && leg.transferredTo === 'external' ? value : 0 })
      })
      for (const { at, value } of all(leg.measurements, 'blind-transferred')) observe(at, { blind: value })
      for (const { at, value } of all(leg.measurements, 'consult-transferred'))
        observe(at, { consult: value })
      for (const { at } of all(leg.measurements, 'handle')) observe(at, { handled: 1 })
    }
    return observations
  },
})

const nothing = { transfers: 0, handled: 0, blind: 0, consult: 0, external: 0 }
