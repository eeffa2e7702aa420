import { agentAnswers } from '../acts/alert'
import { callArrives, usualTalk, usualWait, whoHangsUp } from '../acts/call'
import { customerLeaves } from '../acts/customer'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

/** The ordinary call: menu, queue, an agent, perhaps holds, after-call work. */
export const answeredCall: Scenario = {
  name: 'answered-call',
  pace: 'regular',
  weight: 34,
  play(story) {
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const answeredAt = stay.offeredAt + usualWait(story)
    const work = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
    const end = talk(story, work, usualTalk(story))
    const words = whoHangsUp(story)
    customerLeaves(customer, end - story.chance.between(0, 8), words.customer)
    hangUp(story, work, end, words.agent)
  },
}
