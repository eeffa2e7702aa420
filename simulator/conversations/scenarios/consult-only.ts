import { agentAnswers } from '../acts/alert'
import { callArrives, usualWait, whoHangsUp } from '../acts/call'
import { joinDirectly } from '../acts/colleague'
import { customerLeaves } from '../acts/customer'
import { hangUp, talk, turnTo } from '../acts/work'
import type { Scenario } from '../scenario'
import { emit } from '../story'

/** The agent asks a colleague something and goes back to the caller: the colleague's leg never meets the customer. */
export const consultOnly: Scenario = {
  name: 'consult-only',
  pace: 'regular',
  weight: 2,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const answeredAt = stay.offeredAt + usualWait(story)
    const first = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
    const consultAt = talk(story, first, chance.duration(90, 0.5, 10, 600))
    turnTo(first, 'hold', consultAt)
    emit(first.leg, 'nConsult', 1, consultAt)
    const connectsAt = consultAt + chance.duration(6, 0.5, 1, 20)
    const colleague = joinDirectly(story, {
      agent: story.agentFor(stay.queue, consultAt, [first.agent]),
      peer: first.leg,
      alertedAt: consultAt,
      connectsAt,
    })
    const backAt = connectsAt + chance.duration(30, 0.5, 4, 240)
    hangUp(story, colleague, backAt, 'peer')
    turnTo(first, 'interact', backAt)
    const end = backAt + chance.duration(60, 0.6, 5, 900)
    const words = whoHangsUp(story)
    customerLeaves(customer, end, words.customer)
    hangUp(story, first, end, words.agent)
  },
}
