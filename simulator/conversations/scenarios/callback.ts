import { minute } from '../../clock'
import { askForCallback, closeCallback, returnCall } from '../acts/callback'
import type { Scenario } from '../scenario'

/** A callback returned within hours. */
export const callback: Scenario = {
  name: 'callback',
  pace: 'regular',
  weight: 2,
  play(story) {
    const scheduledAt = story.start + story.chance.between(10, 240) * minute
    const waiting = askForCallback(story, scheduledAt)
    const at = Math.max(scheduledAt, waiting.stay.offeredAt) + story.chance.duration(240, 0.8, 5, 7_200)
    const done = returnCall(story, waiting, story.agentFor(waiting.stay.queue, at), at)
    closeCallback(waiting, done)
  },
}
