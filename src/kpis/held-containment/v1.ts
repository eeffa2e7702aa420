import { z } from 'zod'
import { contactObservation } from '../contact-observation'
import { type ContactWindow, contactWindow, counts, elapsedEnd, nextContact } from '../contact-window'
import { defineKpi } from '../definition'
import { customer } from '../told-contacts'

/**
 * Containment that holds, in percent: of the contacts that self-service kept from agents, the share after which the customer
 * did not come back.
 *
 *   contained contacts without a repeat in the window / contained contacts that are decided × 100
 *
 * A menu that customers give up in contains them as well, until they call again: a quarter to a third do within days. As with
 * first-contact resolution a contact is open until its window is over, and belongs to its own day.
 *
 * A contained contact was in no queue, and nobody wrapped it up: a repeat cannot be asked to share these with it (there would be
 * none, and everything would hold), and no queue's zone says when its days end.
 */
export const heldContainmentV1 = defineKpi<HeldParameters, 'contact'>({
  name: 'held-containment',
  version: 1,
  title: 'Containment that holds',
  description:
    'How much of what self-service contained stayed contained: the customer did not come back within the window.',
  formula: 'contained contacts without a repeat / contained contacts decided × 100',
  source: 'Good containment: contained, and no repeat within the window (docs/facts/kpis.md §1d)',
  example: {
    words:
      'Four customers are contained. One calls again the next day, three do not: 3 / 4 = 75 %. Of those who reached an outcome, one of the three did not: 2 / 2 = 100 %.',
    contacts: () => [
      ...customer([{ onDay: 0, ...contained('left-in-flow') }, { onDay: 1 }]),
      ...customer([{ onDay: 0, ...contained('left-in-flow') }]),
      ...customer([{ onDay: 0, ...contained('self-served') }]),
      ...customer([{ onDay: 0, ...contained('self-served') }]),
    ],
    value: 75,
    variants: [{ parameters: { ended: 'well' }, value: 100 }],
  },
  unit: 'percent',
  better: 'higher',
  unitOfObservation: 'contact',
  dimensions: ['mediaType', 'direction'],
  parts: ['held', 'decided', 'open', 'unidentified'],
  spans: [],
  aggregation: { kind: 'ratio', numerator: 'held', denominator: 'decided', scale: 100 },
  distribution: null,
  attribution: 'start',
  zoneAnchor: 'utc',
  missingZone: 'keep',
  missing: { lookUp: { 'wrap-up-code': 'own-name' } },
  reads: ['wrap-up-code'],
  maturityDays: ({ windowDays }) => windowDays + 1,
  parameters: z.strictObject({
    windowDays: contactWindow.windowDays,
    sameAs: z
      .enum(['any', 'media'])
      .default('any')
      .describe('What another contact must have in common to be a repeat.'),
    excludedWrapUpCodes: contactWindow.excludedWrapUpCodes,
    ended: z
      .enum(['anyhow', 'well'])
      .default('anyhow')
      .describe(
        'Whether only contacts count that reached an outcome, or that the platform calls self-served.',
      ),
  }),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '2026-11-26',
      kind: 'first',
      what: 'Contained contacts without a repeat in the window.',
      why: 'Containment alone praises the menu that customers give up in.',
    },
  ],
  observe(contact, context) {
    const endedWell = contact.state === 'self-served' || contact.state === 'completed'
    if (!contact.contained || !counts(contact, context)) return []
    if (context.parameters.ended === 'well' && !endedWell) return []
    if (!contact.identified) return [contactObservation(contact, { ...nothing, unidentified: 1 })]
    if (contact.servedUntil === null)
      return [contactObservation(contact, { ...nothing, open: 1 }, { unfinished: true })]
    const end = elapsedEnd(contact.servedUntil, context.parameters.windowDays)
    if (contact.knownUntil === null || contact.knownUntil < end)
      return [contactObservation(contact, { ...nothing, open: 1 }, { pendingUntil: end })]
    const held = nextContact(contact, end, context) === undefined ? 1 : 0
    return [contactObservation(contact, { ...nothing, held, decided: 1 })]
  },
})

interface HeldParameters extends Pick<ContactWindow, 'windowDays' | 'excludedWrapUpCodes'> {
  sameAs: 'any' | 'media'
  ended: 'anyhow' | 'well'
}

const nothing = { held: 0, decided: 0, open: 0, unidentified: 0 }

/** Kept from queues and agents by a flow. */
function contained(state: 'left-in-flow' | 'self-served') {
  return { state, contained: true, queueId: null, agentId: null }
}
