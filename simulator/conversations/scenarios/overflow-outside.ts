import { callArrives } from '../acts/call'
import { customerLeaves } from '../acts/customer'
import { outsideNumber, talkOutside } from '../acts/outside'
import { flowOut } from '../acts/queue-stay'
import type { Scenario } from '../scenario'

/** The queue gives up on finding an agent and sends the caller to a partner outside: a flow-out that nobody here answers. */
export const overflowOutside: Scenario = {
  name: 'overflow-outside',
  pace: 'regular',
  weight: 0,
  insteadOf: { scenario: 'voicemail', share: 0.25 },
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const at = stay.offeredAt + chance.duration(120, 0.6, 20, 1_200)
    flowOut(stay, at, 'external', { destinationAddresses: [outsideNumber] })
    const end = at + chance.duration(150, 0.5, 10, 900)
    talkOutside(story, customer, at, end)
    customerLeaves(customer, end, 'endpoint')
  },
}
