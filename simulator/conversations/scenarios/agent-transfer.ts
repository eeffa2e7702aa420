import { agentAnswers } from '../acts/alert'
import { callArrives, usualTalk, usualWait, whoHangsUp } from '../acts/call'
import { joinDirectly } from '../acts/colleague'
import { customerLeaves } from '../acts/customer'
import { countTransfer } from '../acts/transfer'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

/** The agent sends the caller straight to a colleague: the colleague handles the call but never "answered" a queue. */
export const agentTransfer: Scenario = {
  name: 'agent-transfer',
  pace: 'regular',
  weight: 2,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const answeredAt = stay.offeredAt + usualWait(story)
    const first = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
    const sentAt = talk(story, first, chance.duration(70, 0.6, 6, 600))
    countTransfer(first, 'blind', sentAt)
    hangUp(story, first, sentAt, 'transfer')

    const second = joinDirectly(story, {
      agent: story.agentFor(stay.queue, sentAt, [first.agent]),
      peer: customer.leg,
      alertedAt: sentAt,
      connectsAt: sentAt + chance.duration(5, 0.5, 1, 20),
    })
    const end = talk(story, second, usualTalk(story))
    const words = whoHangsUp(story)
    customerLeaves(customer, end, words.customer)
    hangUp(story, second, end, words.agent)
  },
}
