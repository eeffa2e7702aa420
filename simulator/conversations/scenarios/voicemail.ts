import { callArrives } from '../acts/call'
import { addressTraits, customerLeaves } from '../acts/customer'
import { flowOut } from '../acts/queue-stay'
import type { Scenario } from '../scenario'
import { emit, stretch } from '../story'

/** The caller leaves the queue for voicemail: a flow-out. */
export const voicemail: Scenario = {
  name: 'voicemail',
  pace: 'regular',
  weight: 2,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const at = stay.offeredAt + chance.duration(120, 0.6, 20, 1_200)
    flowOut(stay, at, 'voicemail')
    const end = at + chance.duration(45, 0.5, 4, 180)
    const party = story.addParty({ purpose: 'voicemail', name: `${stay.queue.name} voicemail` })
    const leg = story.addLeg(party, {
      mediaType: 'voice',
      queue: stay.queue,
      peer: customer.leg,
      traits: addressTraits(story, 'voice'),
    })
    stretch(leg, 'voicemail', at, end, { disconnect: 'peer' })
    emit(leg, 'tVoicemail', end - at, end)
    customerLeaves(customer, end, 'endpoint')
  },
}
