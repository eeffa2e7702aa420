import { talkToBot } from '../acts/bot'
import { customerConnects, customerLeaves } from '../acts/customer'
import type { Scenario } from '../scenario'

/** A bot answers the customer's messages, or the customer gives up on it; no queue is ever entered. */
export const botSelfService: Scenario = {
  name: 'bot-self-service',
  pace: 'regular',
  weight: 0,
  insteadOf: { scenario: 'ivr-self-service', share: 0.3 },
  mediaType: 'message',
  play(story) {
    const { chance } = story
    const customer = customerConnects(story, 'message')
    const isServed = chance.happens(0.7)
    const from = story.start + chance.between(200, 900)
    const until = from + chance.duration(isServed ? 95 : 40, 0.6, 5, 1_200)
    talkToBot(story, customer, { from, until, end: isServed ? 'self-served' : 'hung-up' })
    story.selfServed = isServed
    customerLeaves(customer, until, isServed ? 'peer' : 'client')
    story.divisionIds.add(story.queue('digital').divisionId)
  },
}
