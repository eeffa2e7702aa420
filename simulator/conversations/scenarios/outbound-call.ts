import { usualTalk, whoHangsUp } from '../acts/call'
import { addressTraits, contactIdOf, introduceCustomer } from '../acts/customer'
import { placeCall } from '../acts/outbound'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'
import { emit, stretch } from '../story'

/** An agent calls a customer on behalf of the outbound queue; a third are not reached. */
export const outboundCall: Scenario = {
  name: 'outbound-call',
  pace: 'regular',
  weight: 6,
  direction: 'outbound',
  play(story) {
    const { chance, start } = story
    introduceCustomer(story, 'voice')
    const queue = story.queue('outbound')
    const agent = story.agentFor(queue, start)
    const call = placeCall(story, { agent, queue, from: start, reached: chance.happens(0.67) })
    if (!call.work) return

    const party = story.addParty({
      purpose: 'customer',
      name: story.customerName,
      externalContactId: contactIdOf(story),
    })
    const leg = story.addLeg(party, {
      mediaType: 'voice',
      peer: call.leg,
      traits: addressTraits(story, 'voice'),
    })
    const end = talk(story, call.work, usualTalk(story))
    const words = whoHangsUp(story)
    stretch(leg, 'dialing', call.dialedAt, call.connectedAt)
    stretch(leg, 'interact', call.connectedAt, end, { disconnect: words.customer })
    emit(leg, 'nConnected', 1, call.connectedAt)
    emit(leg, 'tConnected', end - call.connectedAt, end)
    hangUp(story, call.work, end, words.agent)
  },
}
