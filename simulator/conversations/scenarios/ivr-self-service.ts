import { customerConnects, customerLeaves } from '../acts/customer'
import { hearMenu } from '../acts/ivr'
import type { Scenario } from '../scenario'

/** The menu answers the caller's question, or the caller gives up on it; no queue is ever entered. */
export const ivrSelfService: Scenario = {
  name: 'ivr-self-service',
  pace: 'regular',
  weight: 12,
  play(story) {
    const customer = customerConnects(story, 'voice')
    const served = story.chance.happens(0.8)
    const end = hearMenu(story, customer, served ? 'self-served' : 'hung-up')
    story.selfServed = served
    customerLeaves(customer, end, served ? 'peer' : 'endpoint')
  },
}
