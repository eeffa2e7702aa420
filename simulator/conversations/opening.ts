import type { Millis } from '../clock'
import type { Chance } from '../random'
import { isKnown } from '../world/person'
import type { MediaType } from '../world/queue'
import type { Site } from '../world/site'
import type { Scenario } from './scenario'

/** How a conversation opens: all that can be told of it without telling the rest, and what the rest is told with. */
export interface Opening {
  id: string
  scenario: Scenario
  site: Site
  /** When the conversation begins. */
  began: Millis
  /** When its customer asks for an agent; later than `began` where a bot speaks first. */
  at: Millis
  block: number
  customer: number
  /** The customer does not say who they are. */
  isAnonymous: boolean
  /** Draws all that happens next. */
  chance: Chance
}

/** What by which the platform knows a customer again without a contact: it cannot tell that two of them are one person. */
const addressKinds: Partial<Record<MediaType, number>> = { voice: 1, email: 2, message: 3 }

/**
 * By what the platform knows the customer of a contact they made themselves: as its contact, or else by the address they
 * used. `NaN`, which equals nothing, for the anonymous and for calls they did not make.
 */
export function identityOf(seed: string, { scenario, customer, isAnonymous }: Opening): number {
  if (isAnonymous || scenario.direction === 'outbound') return Number.NaN
  const kind = isKnown(seed, customer) ? 0 : addressKinds[scenario.mediaType ?? 'voice']
  return kind === undefined ? Number.NaN : customer * 4 + kind
}
