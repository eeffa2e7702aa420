import { day, hour } from '../../clock'
import { askForCallback, closeCallback, returnCall } from '../acts/callback'
import type { Scenario } from '../scenario'

/** A callback handled in a day, whose customer leg the platform leaves open for some 59 days. */
export const lingeringCallback: Scenario = {
  name: 'lingering-callback',
  pace: 'lasting',
  weight: 2,
  play(story) {
    const scheduledAt = story.start + story.chance.between(1, 20) * hour
    const waiting = askForCallback(story, scheduledAt)
    const at = scheduledAt + story.chance.duration(600, 0.8, 5, 3_600)
    returnCall(story, waiting, story.agentFor(waiting.stay.queue, at), at)
    closeCallback(waiting, story.start + Math.round((59 + story.chance.fraction() * 0.9) * day))
  },
}
