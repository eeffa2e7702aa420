import { agentAnswers } from '../acts/alert'
import { callArrives, usualTalk, usualWait, whoHangsUp } from '../acts/call'
import { customerLeaves } from '../acts/customer'
import { abandon, enterQueue, flowOut } from '../acts/queue-stay'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

/** Nobody comes free, the queue flows out to another one (two offers in one conversation), and there it ends either way. */
export const overflow: Scenario = {
  name: 'overflow',
  pace: 'regular',
  weight: 3,
  play(story) {
    const { chance } = story
    const first = callArrives(story, story.voiceQueue())
    const movedAt = first.stay.offeredAt + chance.duration(90, 0.3, 45, 240)
    flowOut(first.stay, movedAt, 'acd')
    const stay = enterQueue(story, first.customer.leg, story.anotherQueue(first.stay.queue), movedAt, {
      flowInType: 'acd',
    })
    const leavesAt = stay.offeredAt + usualWait(story)
    if (chance.happens(0.2)) {
      abandon(stay, leavesAt)
      customerLeaves(first.customer, leavesAt, 'endpoint')
      return
    }
    const work = agentAnswers(story, stay, story.agentFor(stay.queue, leavesAt), leavesAt)
    const end = talk(story, work, usualTalk(story))
    const words = whoHangsUp(story)
    customerLeaves(first.customer, end, words.customer)
    hangUp(story, work, end, words.agent)
  },
}
