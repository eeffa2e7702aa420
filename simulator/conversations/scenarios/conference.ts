import { agentAnswers } from '../acts/alert'
import { callArrives, usualWait, whoHangsUp } from '../acts/call'
import { joinDirectly } from '../acts/colleague'
import { customerLeaves } from '../acts/customer'
import { hangUp, talk, turnTo } from '../acts/work'
import type { Scenario } from '../scenario'
import { emit } from '../story'

/** The agent brings a colleague into the call; all three talk, the colleague leaves first or last. */
export const conference: Scenario = {
  name: 'conference',
  pace: 'regular',
  weight: 1,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const answeredAt = stay.offeredAt + usualWait(story)
    const first = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
    const askedAt = talk(story, first, chance.duration(90, 0.5, 10, 600))
    turnTo(first, 'hold', askedAt)
    emit(first.leg, 'nConsult', 1, askedAt)
    const joinedAt = askedAt + chance.duration(20, 0.4, 4, 60)
    const second = joinDirectly(story, {
      agent: story.agentFor(stay.queue, askedAt, [first.agent]),
      peer: customer.leg,
      alertedAt: askedAt,
      connectsAt: joinedAt,
    })
    second.piece.conference = true
    turnTo(first, 'interact', joinedAt, { conference: true })
    story.conferenceStart = joinedAt
    const firstLeaves = joinedAt + chance.duration(120, 0.5, 10, 1_200)
    const secondLeaves = joinedAt + chance.duration(120, 0.5, 10, 1_200)
    const end = Math.max(firstLeaves, secondLeaves)
    const words = whoHangsUp(story)
    customerLeaves(customer, end, words.customer)
    hangUp(story, first, firstLeaves, firstLeaves === end ? words.agent : 'client')
    hangUp(story, second, secondLeaves, secondLeaves === end ? words.agent : 'client')
  },
}
