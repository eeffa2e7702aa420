import { day, hour, type Millis, utcDayOf } from '../../clock'
import { agentAnswers } from '../acts/alert'
import { callArrives, usualTalk, usualWait, whoHangsUp } from '../acts/call'
import { customerLeaves } from '../acts/customer'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

/**
 * After-call work that arrives late, in both ways it does: the agent leaves it open for hours or into
 * another day, or it ends in time but the record shows it only after one of the platform's nightly
 * corrections, two or three days later.
 */
export const lateWrapUp: Scenario = {
  name: 'late-wrap-up',
  pace: 'unhurried',
  weight: 3,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const answeredAt = stay.offeredAt + usualWait(story)
    const work = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
    const end = talk(story, work, usualTalk(story))
    const words = whoHangsUp(story)
    customerLeaves(customer, end, words.customer)
    const acwMs = chance.duration(35, 0.7, 2, 600)
    if (chance.happens(0.3)) {
      hangUp(story, work, end, words.agent, { acwMs: acwMs + chance.between(2, 20) * hour })
    } else {
      hangUp(story, work, end, words.agent, {
        acwMs,
        knownAt: nightlyCorrection(end + acwMs, chance.between(2, 3)),
      })
    }
  },
}

/** The platform corrects older days every night; here at 02:00 UTC. */
function nightlyCorrection(of: Millis, daysLater: number): Millis {
  return (utcDayOf(of) + daysLater) * day + 2 * hour
}
