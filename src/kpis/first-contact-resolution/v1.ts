import { z } from 'zod'
import type { LinkedContact } from '../../facts/contact'
import { contactObservation, type Waits } from '../contact-observation'
import {
  type ContactWindow,
  contactBefore,
  contactWindow,
  counts,
  isComparable,
  lackingNameOf,
  nextContact,
  windowEnd,
} from '../contact-window'
import { defineKpi } from '../definition'
import { customer, customersOnce } from '../told-contacts'

/**
 * First-contact resolution, in percent: of the customers' first contacts that an agent completed, the share after which the
 * customer did not come back.
 *
 *   first contacts without a repeat in the window / first contacts that are decided × 100
 *
 * A first contact is inbound, was completed by an agent, and lies in no window of an earlier contact. It is *open* until the
 * archive reaches the end of its window; then it is *resolved*, or *repeated* where the same customer started another inbound contact
 * within the window. Who came back already is open all the same, and counted among the open: repeats come early and
 * resolutions only with time, so a rate over whatever is known would begin at 0 % each week. A contact whose customer nobody can
 * know again, or without what `sameAs` compares, is counted beside. What the customer thinks nobody asks here.
 *
 * It belongs to the day of the first contact, so a contact of today restates days up to a window ago.
 */
export const firstContactResolutionV1 = defineKpi<FirstContactParameters, 'contact'>({
  name: 'first-contact-resolution',
  version: 1,
  title: 'First-contact resolution',
  description:
    'How many first contacts settle the matter: the customer does not come back within the window. Contacts whose window is not over are open, and counted beside.',
  formula: 'first contacts resolved / (resolved + repeated) × 100',
  source:
    'The no-repeat measure, net of what cannot be resolved at first contact, and Genesys Cloud "Next Contact Avoidance" (docs/facts/kpis.md §1d)',
  example: {
    words:
      'Eight customers come once. One comes back after two days, one after nine: of ten first contacts nine have no repeat within 7 days, 9 / 10, and the contact of the ninth day is a first contact again: 10 / 11 = 90.91 %. Within 14 days 8 / 10 = 80 %.',
    contacts: () => [
      ...customersOnce(8),
      ...customer([{ onDay: 0 }, { onDay: 2 }]),
      ...customer([{ onDay: 0 }, { onDay: 9 }]),
    ],
    value: 90.91,
    variants: [{ parameters: { windowDays: 14 }, value: 80 }],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'contact',
  dimensions: ['agent', 'queue', 'mediaType', 'direction'],
  parts: ['resolved', 'decided', 'open', 'openCameBack', 'excluded', 'unidentified', 'avoided', 'judged'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'resolved', denominator: 'decided', scale: 100 },
  variants: {
    gross: {
      formula: 'resolved / (resolved + repeated + excluded by their wrap-up code) × 100',
      numerator: { resolved: 1 },
      denominator: { decided: 1, excluded: 1 },
    },
    'next-contact-avoidance': {
      formula:
        'first contacts whose next contact the platform calls avoided / first contacts it judged × 100',
      numerator: { avoided: 1 },
      denominator: { judged: 1 },
    },
  },
  distribution: null,
  attribution: 'start',
  zoneAnchor: 'queue',
  missingZone: 'keep',
  missing: { lookUp: { 'wrap-up-code': 'own-name' } },
  reads: ['queue-zone', 'wrap-up-code'],
  maturityDays: ({ windowDays }) => windowDays + 1,
  parameters: z.strictObject({
    ...contactWindow,
    servedBy: z
      .enum(['agent', 'anyone'])
      .default('agent')
      .describe('Whether contacts that a flow served without an agent are first contacts too.'),
  }),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'First contacts without a repeat in the window, by customer; those whose window is not over are open.',
      why: 'Counting the undecided as resolved would make every recent week look better than it turns out, counting only who came back worse.',
    },
  ],
  observe(contact, context) {
    const lacks = lackingNameOf(contact, context)
    const observed = (parts: Record<string, number>, waits: Waits = {}) => [
      contactObservation(contact, parts, { ...waits, ...(lacks && { lacks }) }),
    ]
    if (contact.direction !== 'inbound' || !isServed(contact, context.parameters)) return []
    if (!counts(contact, context)) return observed({ ...nothing, excluded: 1 })
    if (!contact.identified || !isComparable(contact, context))
      return observed({ ...nothing, unidentified: 1 })
    if (contactBefore(contact, context) !== undefined) return []

    const end = windowEnd(contact, context)
    // Set aside for its zone, whatever else it lacks.
    if (end === 'no-zone') return [contactObservation(contact, null)]
    const { nextContactAvoided: avoided, knownUntil } = contact
    const said = { ...nothing, judged: avoided === null ? 0 : 1, avoided: avoided === true ? 1 : 0 }
    if (end === null) return observed({ ...said, open: 1 }, { unfinished: true })
    const cameBack = nextContact(contact, end, context) !== undefined
    if (knownUntil === null || knownUntil < end) {
      const parts = { ...said, open: 1, openCameBack: cameBack ? 1 : 0 }
      return observed(parts, { pendingUntil: end })
    }
    return observed({ ...said, resolved: cameBack ? 0 : 1, decided: 1 })
  },
})

interface FirstContactParameters extends ContactWindow {
  servedBy: 'agent' | 'anyone'
}

/** A flow can complete a contact too, or serve it by the platform's judgement: then no queue and no agent had it. */
function isServed({ state, queueId, agentId }: LinkedContact, { servedBy }: FirstContactParameters): boolean {
  if (servedBy === 'anyone') return state === 'completed' || state === 'self-served'
  return state === 'completed' && (queueId !== null || agentId !== null)
}

const nothing = {
  resolved: 0,
  decided: 0,
  open: 0,
  openCameBack: 0,
  excluded: 0,
  unidentified: 0,
  avoided: 0,
  judged: 0,
}
