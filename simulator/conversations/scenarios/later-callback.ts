import { day, hour } from '../../clock'
import { askForCallback, closeCallback, returnCall } from '../acts/callback'
import type { Scenario } from '../scenario'

/** A callback returned one to six days later, in another reporting day than the one it was asked for in. */
export const laterCallback: Scenario = {
  name: 'later-callback',
  pace: 'unhurried',
  weight: 4,
  play(story) {
    const scheduledAt = story.start + story.chance.between(18, 24 * 6) * hour
    const waiting = askForCallback(story, scheduledAt)
    const at = scheduledAt + story.chance.duration(900, 0.8, 5, 4 * 3_600)
    const done = returnCall(story, waiting, story.agentFor(waiting.stay.queue, at), at)
    closeCallback(waiting, Math.min(done + story.chance.between(0, 2) * hour, story.start + 9 * day))
  },
}
