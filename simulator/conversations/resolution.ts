import { day, hour } from '../clock'
import { Chance } from '../random'
import type { Contacts } from './contacts'
import { lastHandlingOf } from './handling'
import { identityOf, type Opening } from './opening'
import type { Resolution, Timeline } from './timeline'

/** How long the platform waits for the customer to come back; nobody can change it. */
export const lookupMs = 7 * day

/** How long after that it may still take the platform to work the result out. */
export const longestProcessingMs = 8 * day

/**
 * Next contact avoidance of a conversation that agents handled: whether its customer began no other contact within seven
 * days of the last wrap-up, by whatever medium, on whatever queue and about whatever. It is told of contacts that
 * customers made themselves. Whoever is no contact of the platform's is known by their address, and so is somebody
 * else by another medium; of the anonymous nothing is ever told.
 *
 * Source: help.mypurecloud.com/articles/next-contact-avoidance; developer.genesys.cloud, Resolutions Aggregate query.
 */
export function resolutionOf(
  timeline: Timeline,
  opening: Opening,
  seed: string,
  contacts: Contacts,
): Resolution | null {
  const identity = identityOf(seed, opening)
  const handling = Number.isNaN(identity) ? null : lastHandlingOf(timeline)
  if (!handling) return null
  const { at, ...who } = handling
  const chance = new Chance(seed, 'resolution', timeline.id)
  return {
    wrapUpAt: at,
    knownAt: at + lookupMs + chance.between(hour, longestProcessingMs),
    avoided: !contacts.isThereOne(identity, opening.block, at, at + lookupMs),
    ...who,
  }
}
