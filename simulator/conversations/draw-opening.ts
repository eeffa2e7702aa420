import { day } from '../clock'
import { Chance } from '../random'
import type { Demand } from '../world/demand'
import type { MediaType } from '../world/queue'
import type { World } from '../world/world'
import { drawScenario, recast } from './catalogue'
import { blockOf, drawCustomer } from './customers'
import type { Opening } from './opening'
import type { Pace } from './scenario'

/** Draws how the conversation of a pace, a UTC day and a number opens; the same every time, and at a fraction of a telling. */
export function openingOf(world: World, demand: Demand, pace: Pace, utcDay: number, number: number): Opening {
  const chance = new Chance(world.seed, pace, utcDay, number)
  const { at, site } = demand.arrival(utcDay, chance)
  const id = chance.uuid()
  const drawn = drawScenario(pace, chance)
  // Apart from the conversation's own draws, which are older than customers and bots, and stay as they were.
  const aside = new Chance(world.seed, 'opening', pace, utcDay, number)
  const scenario = recast(drawn, aside)
  const block = blockOf(pace, number)
  const customer = drawCustomer(block, site, world.sites.indexOf(site), utcDay, aside)
  const isAnonymous =
    scenario.direction !== 'outbound' && aside.happens(anonymousShare[scenario.mediaType ?? 'voice'])
  // Never before its UTC day, by which it is found.
  const began = Math.max(utcDay * day, at - (scenario.prelude?.(aside) ?? 0))
  return { id, scenario, site, began, at, block, customer, isAnonymous, chance }
}

/** How often customers keep to themselves who they are, by medium: withheld numbers, guests. */
const anonymousShare: Record<MediaType, number> = {
  voice: 0.06,
  callback: 0,
  chat: 0.3,
  message: 0.15,
  email: 0,
}
