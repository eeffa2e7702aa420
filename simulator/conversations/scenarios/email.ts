import { agentAnswers } from '../acts/alert'
import { customerConnects, customerLeaves } from '../acts/customer'
import { enterQueue } from '../acts/queue-stay'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

/** An e-mail answered within hours. */
export const email: Scenario = {
  name: 'email',
  pace: 'regular',
  weight: 6,
  mediaType: 'email',
  play(story) {
    const { chance } = story
    const customer = customerConnects(story, 'email')
    const stay = enterQueue(story, customer.leg, story.queue('digital'), story.start)
    const at = stay.offeredAt + chance.duration(2_400, 1, 30, 36_000)
    const work = agentAnswers(story, stay, story.agentFor(stay.queue, at), at)
    const end = talk(story, work, chance.duration(380, 0.6, 20, 3_600))
    hangUp(story, work, end, 'client')
    customerLeaves(customer, end, 'peer')
  },
}
