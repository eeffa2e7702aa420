import type { Millis } from '../clock'
import type { Timeline } from './timeline'

/** Who handled a conversation last, and when they were done with it; the platform asks customers about them. */
export interface LastHandling {
  at: Millis
  queueId?: string
  userId?: string
}

/** The last queue and the last agent that handled a conversation; null when no agent ever finished with it. */
export function lastHandlingOf(timeline: Timeline): LastHandling | null {
  const last: LastHandling = { at: Number.NEGATIVE_INFINITY }
  let lastOnQueue = Number.NEGATIVE_INFINITY
  for (const party of timeline.parties) {
    if (party.purpose !== 'agent') continue
    for (const leg of party.legs) {
      for (const { name, at } of leg.emissions) {
        if (name !== 'tHandle') continue
        if (at > last.at) {
          last.at = at
          if (party.userId !== undefined) last.userId = party.userId
        }
        if (leg.queue && at > lastOnQueue) {
          lastOnQueue = at
          last.queueId = leg.queue.id
        }
      }
    }
  }
  return last.at === Number.NEGATIVE_INFINITY ? null : last
}
