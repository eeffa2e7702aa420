import { day } from '../../clock'
import { askForCallback, closeCallback, returnCall } from '../acts/callback'
import type { Scenario } from '../scenario'

/** A callback that waits for 25 to 59 days: its wait in milliseconds is beyond 2³¹. */
export const forgottenCallback: Scenario = {
  name: 'forgotten-callback',
  pace: 'lasting',
  weight: 3,
  play(story) {
    const waiting = askForCallback(story, story.start + story.chance.between(1, 5) * day)
    const at = waiting.stay.offeredAt + Math.round((25 + story.chance.fraction() * 34) * day)
    const done = returnCall(story, waiting, story.agentFor(waiting.stay.queue, at), at)
    closeCallback(waiting, done)
  },
}
