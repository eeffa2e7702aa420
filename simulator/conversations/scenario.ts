import type { Millis } from '../clock'
import type { Chance } from '../random'
import type { MediaType } from '../world/queue'
import type { Story } from './story'
import type { Direction } from './timeline'

/**
 * How long a kind of conversation lives, which decides how far back one looks for it: `regular` ones end
 * within a day of their start, `unhurried` ones within ten, `lasting` ones within about sixty.
 */
export type Pace = 'regular' | 'unhurried' | 'lasting'

/** One kind of conversation. To add one: a file beside the others and a line in the catalogue. */
export interface Scenario {
  name: string
  pace: Pace
  /** How often it happens, relative to the others of its pace. */
  weight: number
  /**
   * Another kind of which this one takes a share, instead of having a weight: it came later, and a weight would turn
   * every other conversation of the seed into another one.
   */
  insteadOf?: { scenario: string; share: number }
  /** By what the customer makes contact; voice unless said. */
  mediaType?: MediaType
  /** Who makes contact; the customer, inbound, unless said. */
  direction?: Direction
  /** How long a conversation runs before the customer asks for an agent, where it does. */
  prelude?(chance: Chance): Millis
  play(story: Story): void
}
