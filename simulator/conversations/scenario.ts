import type { Story } from './story'

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
  play(story: Story): void
}
