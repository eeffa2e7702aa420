import type { Direction } from '../events/event'
import type { Instant } from '../time/instant'

/** Where an observation belongs, or a sum of such as agree in it. */
export interface Place {
  /** Of a sum the start of a quarter hour of UTC. */
  at: Instant
  /** Null also of a sum of which agents were not asked for. */
  agentId: string | null
  queueId: string | null
  mediaType: string | null
  direction: Direction | null
  /** The anchor's zone at that instant, by its canonical name; null when nobody has told us. */
  zone: string | null
}
