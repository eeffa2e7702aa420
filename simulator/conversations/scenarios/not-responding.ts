import type { Agent } from '../../world/agent'
import { agentAnswers, agentDoesNotRespond } from '../acts/alert'
import { callArrives, usualTalk, whoHangsUp } from '../acts/call'
import { customerLeaves } from '../acts/customer'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

/** One agent, or two, let the alert ring out; another answers. The caller waits in the queue all along. */
export const notResponding: Scenario = {
  name: 'not-responding',
  pace: 'regular',
  weight: 3,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    let at = stay.offeredAt + chance.duration(6, 0.6, 0.5, 60)
    const away: Agent[] = []
    for (let i = chance.between(1, 2); i > 0; i--) {
      const agent = story.agentFor(stay.queue, at, away)
      away.push(agent)
      at = agentDoesNotRespond(story, stay, agent, at) + chance.between(20, 400)
    }
    const answeredAt = at + chance.duration(6, 0.5, 2, 60)
    const work = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt, away), answeredAt)
    const end = talk(story, work, usualTalk(story))
    const words = whoHangsUp(story)
    customerLeaves(customer, end, words.customer)
    hangUp(story, work, end, words.agent)
  },
}
