import { alertCutShort } from '../acts/alert'
import { callArrives } from '../acts/call'
import { customerLeaves } from '../acts/customer'
import { abandon } from '../acts/queue-stay'
import type { Scenario } from '../scenario'

/** The caller gives up in the queue: within seconds, or after losing patience; at times while an agent is alerted. */
export const abandonedCall: Scenario = {
  name: 'abandoned-call',
  pace: 'regular',
  weight: 6,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const short = chance.happens(0.35)
    const waited = short ? chance.duration(5, 0.4, 1, 9.9) : chance.duration(95, 0.8, 10, 2_400)
    const at = stay.offeredAt + waited
    if (waited > 4_000 && chance.happens(0.3)) {
      alertCutShort(story, stay, story.agentFor(stay.queue, at), at - chance.between(900, 3_500), at)
    }
    abandon(stay, at)
    customerLeaves(customer, at, 'endpoint')
  },
}
