import { agentAnswers } from '../acts/alert'
import { callArrives, usualTalk, usualWait, whoHangsUp } from '../acts/call'
import { joinDirectly } from '../acts/colleague'
import { customerLeaves } from '../acts/customer'
import { countTransfer } from '../acts/transfer'
import { hangUp, talk, turnTo } from '../acts/work'
import type { Scenario } from '../scenario'
import { emit } from '../story'

/** The agent holds the caller, consults a colleague, and hands the caller over. */
export const consultTransfer: Scenario = {
  name: 'consult-transfer',
  pace: 'regular',
  weight: 3,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const answeredAt = stay.offeredAt + usualWait(story)
    const first = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
    const consultAt = talk(story, first, chance.duration(90, 0.5, 10, 600))
    turnTo(first, 'hold', consultAt)
    emit(first.leg, 'nConsult', 1, consultAt)
    const connectsAt = consultAt + chance.duration(6, 0.5, 1, 20)
    const second = joinDirectly(story, {
      agent: story.agentFor(stay.queue, consultAt, [first.agent]),
      peer: customer.leg,
      alertedAt: consultAt,
      connectsAt,
    })
    const handedOverAt = connectsAt + chance.duration(35, 0.5, 5, 240)
    countTransfer(first, 'consult', handedOverAt)
    hangUp(story, first, handedOverAt, 'consultTransfer')

    const end = talk(story, second, handedOverAt - connectsAt + usualTalk(story))
    const words = whoHangsUp(story)
    customerLeaves(customer, end, words.customer)
    hangUp(story, second, end, words.agent)
  },
}
