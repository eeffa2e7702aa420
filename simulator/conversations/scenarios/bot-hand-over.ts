import { talkToBot } from '../acts/bot'
import { customerConnects } from '../acts/customer'
import type { Scenario } from '../scenario'
import { exchangeMessages } from './message'

/** Less than this before midnight UTC leaves a bot no time to speak. */
const shortestMs = 1_500

/** A web message that a bot takes first and hands over to a queue. */
export const botHandOver: Scenario = {
  name: 'bot-hand-over',
  pace: 'regular',
  weight: 0,
  insteadOf: { scenario: 'message', share: 0.45 },
  mediaType: 'message',
  prelude: (chance) => chance.duration(55, 0.6, 4, 600),
  play(story) {
    const customer = customerConnects(story, 'message')
    const { began, start } = story
    if (start - began >= shortestMs) {
      talkToBot(story, customer, { from: began + 300, until: start, end: story.queue('digital') })
    }
    exchangeMessages(story, customer, 'botflow')
  },
}
