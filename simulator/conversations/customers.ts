import type { Chance } from '../random'
import { personKey } from '../world/person'
import type { Site } from '../world/site'
import type { Pace } from './scenario'

/**
 * Who the customer of a conversation is. Conversations of one number belong together, whatever their day: sixty-four
 * numbers make a block, and a block has people of its own. So more volume brings more blocks and more people, how often
 * somebody comes back does not depend on it, and who else a customer was on other days is found among a few numbers.
 */
const conversationsPerBlock = 64

/** How many conversations of a usual pace there are to one of a lasting one, in blocks. */
const blocksPerLasting = 15

/** The people of a block, all sites together; they share themselves out as its conversations do. */
const peoplePerBlock = 2_500

/** People with something on their mind: a small circle, in which they stay for some days and call more than once. */
const troubledPerBlock = 34
const newlyTroubledADay = 10
const troubledShare = 0.2

/** The block a conversation belongs to, by its pace and number. */
export function blockOf(pace: Pace, number: number): number {
  if (pace === 'regular') return Math.floor(number / conversationsPerBlock)
  return pace === 'unhurried' ? number : number * blocksPerLasting
}

/** The numbers of a pace that belong to a block, `[from, to)`. */
export function numbersOf(block: number, pace: Pace): { from: number; to: number } {
  if (pace === 'regular')
    return { from: block * conversationsPerBlock, to: (block + 1) * conversationsPerBlock }
  if (pace === 'unhurried') return { from: block, to: block + 1 }
  const number = Math.ceil(block / blocksPerLasting)
  return { from: number, to: block % blocksPerLasting === 0 ? number + 1 : number }
}

/** How many people of a site each block has. */
export function peopleOf(site: Site): number {
  return Math.max(20, Math.round(peoplePerBlock * site.share))
}

/** Draws the customer of a conversation at a site on a UTC day: some people come far more often than others. */
export function drawCustomer(
  block: number,
  site: Site,
  siteNumber: number,
  utcDay: number,
  chance: Chance,
): number {
  const people = peopleOf(site)
  const isTroubled = chance.happens(troubledShare)
  const drawn = chance.fraction()
  if (!isTroubled) return personKey(block, siteNumber, Math.floor(people * drawn ** 1.35))
  const circle = Math.max(3, Math.round(troubledPerBlock * site.share))
  const first = Math.round(utcDay * newlyTroubledADay * site.share)
  return personKey(block, siteNumber, (first + Math.floor(circle * drawn)) % people)
}
