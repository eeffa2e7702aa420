import { Chance } from '../random'
import { familyNames, givenNames } from './names'
import type { Site } from './site'

/**
 * Somebody who contacts the organisation, again and again or once. Told from the run's seed and a key, and never kept;
 * names and numbers are of nobody.
 */
export interface Person {
  key: number
  name: string
  /** As a line shows it: `+1555…`, no number of anybody. */
  number: string
  email: string
  /** What the web messenger knows them by, on their one device. */
  deviceId: string
  /** The platform's own record of them; null for those nobody has made a contact of. */
  contactId: string | null
}

const peoplePerCircle = 2 ** 14
const circlesPerBlock = 8

/** The key of one of the people of a site who belong to a block of conversations; see `conversations/customers.ts`. */
export function personKey(block: number, site: number, index: number): number {
  return (block * circlesPerBlock + site) * peoplePerCircle + index
}

/** The share of people whom the platform keeps as external contacts. */
const knownShare = 0.82

/** Whether the platform keeps them as a contact, without telling the rest of them: it is asked of every conversation. */
export function isKnown(seed: string, key: number): boolean {
  return new Chance(seed, 'known', key).happens(knownShare)
}

/** @param callers how many people of the site each block has: it keeps their numbers apart */
export function personOf(seed: string, key: number, site: Site, callers: number): Person {
  const chance = new Chance(seed, 'person', key)
  const given = chance.pick(givenNames)
  const family = chance.pick(familyNames)
  const block = Math.floor(key / peoplePerCircle / circlesPerBlock)
  const ordinal = (block * callers + (key % peoplePerCircle)) % 1_000_000
  return {
    key,
    name: `${given} ${family}`,
    number: `${site.customerPrefix}${String(ordinal).padStart(6, '0')}`,
    email: `${given}.${family}.${key.toString(36)}@customer.example.com`.toLowerCase(),
    deviceId: chance.uuid(),
    contactId: isKnown(seed, key) ? chance.uuid() : null,
  }
}
