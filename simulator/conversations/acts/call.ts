import type { Millis } from '../../clock'
import type { Queue } from '../../world/queue'
import type { Story } from '../story'
import { type Customer, customerConnects } from './customer'
import { hearMenu } from './ivr'
import { enterQueue, type QueueStay } from './queue-stay'

/** Somebody calls, hears the menu and waits in a queue. */
export function callArrives(story: Story, queue: Queue): { customer: Customer; stay: QueueStay } {
  const customer = customerConnects(story, 'voice')
  const leftMenu = hearMenu(story, customer, queue)
  return { customer, stay: enterQueue(story, customer.leg, queue, leftMenu + story.chance.between(1, 60)) }
}

/** How long a caller waits for an agent: mostly seconds, at times minutes. */
export function usualWait(story: Story): Millis {
  return story.chance.duration(11, 0.9, 1.5, 1_500)
}

/** How long an agent talks with a caller. */
export function usualTalk(story: Story): Millis {
  return story.chance.duration(215, 0.65, 6, 3_600)
}

/** Who ends a call: the customer twice as often as the agent. Agent's and customer's words differ. */
export function whoHangsUp(story: Story): { agent: string; customer: string } {
  return story.chance.happens(0.66)
    ? { agent: 'peer', customer: 'endpoint' }
    : { agent: 'endpoint', customer: 'peer' }
}
