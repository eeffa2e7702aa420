import type { Millis } from '../../clock'
import { emit, type Story, stretch } from '../story'
import { addressTraits, type Customer } from './customer'

/** The fictional number of the partner to whom callers are sent. */
export const outsideNumber = 'tel:+15550609999'

/** How long the partner's line rings. */
const ringsMs = 2_500

/** The caller is sent outside at an instant and talks with the partner until another. */
export function talkOutside(story: Story, customer: Customer, sentAt: Millis, end: Millis): void {
  const party = story.addParty({ purpose: 'external', name: 'Partner desk' })
  const leg = story.addLeg(party, {
    mediaType: 'voice',
    direction: 'outbound',
    peer: customer.leg,
    traits: { ...addressTraits(story, 'voice'), dnis: outsideNumber },
  })
  stretch(leg, 'dialing', sentAt, sentAt + ringsMs)
  stretch(leg, 'interact', sentAt + ringsMs, end, { disconnect: 'peer' })
  emit(leg, 'nConnected', 1, sentAt + ringsMs)
  emit(leg, 'tConnected', end - sentAt - ringsMs, end)
}
