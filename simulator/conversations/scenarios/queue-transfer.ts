import { agentAnswers } from '../acts/alert'
import { callArrives, usualTalk, usualWait, whoHangsUp } from '../acts/call'
import { customerLeaves } from '../acts/customer'
import { abandon, enterQueue } from '../acts/queue-stay'
import { countTransfer } from '../acts/transfer'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

/** The agent sends the caller on to another queue, blind: a second offer and a second answer, or an abandon there. */
export const queueTransfer: Scenario = {
  name: 'queue-transfer',
  pace: 'regular',
  weight: 5,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const answeredAt = stay.offeredAt + usualWait(story)
    const first = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
    const sentAt = talk(story, first, chance.duration(80, 0.6, 6, 900))
    countTransfer(first, 'blind', sentAt)
    hangUp(story, first, sentAt, 'transfer')

    const next = enterQueue(story, customer.leg, story.anotherQueue(stay.queue), sentAt, {
      flowInType: 'agent',
    })
    const leavesAt = next.offeredAt + usualWait(story)
    if (chance.happens(0.12)) {
      abandon(next, leavesAt)
      customerLeaves(customer, leavesAt, 'endpoint')
      return
    }
    const second = agentAnswers(story, next, story.agentFor(next.queue, leavesAt, [first.agent]), leavesAt)
    const end = talk(story, second, usualTalk(story))
    const words = whoHangsUp(story)
    customerLeaves(customer, end, words.customer)
    hangUp(story, second, end, words.agent)
  },
}
