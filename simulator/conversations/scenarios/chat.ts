import { agentAnswers, agentDoesNotRespond } from '../acts/alert'
import { customerConnects, customerLeaves } from '../acts/customer'
import { abandon, enterQueue, leaveUnresolved } from '../acts/queue-stay'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

/** A web chat: answered, abandoned, or left in a way the record never explains. */
export const chat: Scenario = {
  name: 'chat',
  pace: 'regular',
  weight: 7,
  mediaType: 'chat',
  play(story) {
    const { chance } = story
    const customer = customerConnects(story, 'chat')
    const stay = enterQueue(story, customer.leg, story.queue('digital'), story.start)
    const drawn = chance.fraction()
    if (drawn < 0.12) {
      const at = stay.offeredAt + chance.duration(40, 0.9, 2, 900)
      if (drawn < 0.03) leaveUnresolved(stay, at, 'timeout')
      else abandon(stay, at)
      customerLeaves(customer, at, 'client')
      return
    }
    let at = stay.offeredAt + chance.duration(14, 0.9, 2, 900)
    const unresponsive = drawn < 0.16 ? [story.agentFor(stay.queue, at)] : []
    for (const agent of unresponsive) at = agentDoesNotRespond(story, stay, agent, at) + 5_000
    const work = agentAnswers(story, stay, story.agentFor(stay.queue, at, unresponsive), at)
    const end = talk(story, work, chance.duration(420, 0.6, 20, 5_400))
    customerLeaves(customer, end, 'client')
    hangUp(story, work, end, 'peer')
  },
}
