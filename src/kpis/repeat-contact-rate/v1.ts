import { z } from 'zod'
import { contactObservation } from '../contact-observation'
import {
  type ContactWindow,
  contactBefore,
  contactWindow,
  counts,
  isComparable,
  lackingNameOf,
} from '../contact-window'
import { defineKpi } from '../definition'
import { customer, customersOnce } from '../told-contacts'

/**
 * Repeat-contact rate, in percent: of the contacts customers made, the share that came within the window of an earlier one.
 *
 *   contacts with a contact of the same customer before them in the window / contacts of known customers × 100
 *
 * It belongs to the repeat, not to the contact that was repeated, and is no complement of first-contact resolution: its
 * denominator is every contact. A contact of a customer nobody can tell, or without what `sameAs` compares, is counted beside.
 */
export const repeatContactRateV1 = defineKpi<ContactWindow, 'contact'>({
  name: 'repeat-contact-rate',
  version: 1,
  title: 'Repeat-contact rate',
  description:
    'How much of the demand is customers who were here only days ago, whoever served them and however that ended.',
  formula: 'contacts within the window of an earlier one / contacts × 100',
  source: 'docs/facts/kpis.md §1d: attributed to the second contact; not 1 − first-contact resolution',
  example: {
    words:
      'Seven customers come once, one comes three times, two days apart: of 10 contacts 2 are repeats, 20 %.',
    contacts: () => [...customersOnce(7), ...customer([{ onDay: 0 }, { onDay: 2 }, { onDay: 4 }])],
    value: 20,
    variants: [{ parameters: { windowDays: 1 }, value: 0 }],
  },
  unit: 'percent',
  better: 'lower',
  unitOfObservation: 'contact',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['repeats', 'contacts', 'unidentified'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'repeats', denominator: 'contacts', scale: 100 },
  distribution: null,
  attribution: 'start',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  missing: { lookUp: { 'wrap-up-code': 'own-name' } },
  reads: ['queue-zone', 'wrap-up-code'],
  maturityDays: 3,
  parameters: z.strictObject(contactWindow),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Contacts that are no call of ours, within the window of an earlier contact of the same customer.',
      why: 'Demand that need not have been, on the day it came.',
    },
  ],
  observe(contact, context) {
    const lacks = lackingNameOf(contact, context)
    const observed = (parts: Record<string, number>) => [
      contactObservation(contact, parts, lacks && { lacks }),
    ]
    if (contact.direction === 'outbound' || !counts(contact, context)) return []
    if (!contact.identified || !isComparable(contact, context))
      return observed({ repeats: 0, contacts: 0, unidentified: 1 })
    const repeats = contactBefore(contact, context) === undefined ? 0 : 1
    return observed({ repeats, contacts: 1, unidentified: 0 })
  },
})
