import { day, type Millis } from '../clock'
import { Chance } from '../random'
import type { Demand } from '../world/demand'
import { isKnown } from '../world/person'
import type { MediaType } from '../world/queue'
import type { Site } from '../world/site'
import type { World } from '../world/world'
import { drawScenario, recast } from './catalogue'
import { blockOf, drawCustomer } from './customers'
import type { Pace, Scenario } from './scenario'

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

/** How often customers keep to themselves who they are, by medium: withheld numbers, guests. */
const anonymousShare: Record<MediaType, number> = {
  voice: 0.06,
  callback: 0,
  chat: 0.3,
  message: 0.15,
  email: 0,
}

/** What by which the platform knows a customer again without a contact: it cannot tell that two of them are one person. */
const addressKinds: Partial<Record<MediaType, number>> = { voice: 1, email: 2, message: 3 }

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

/**
 * By what the platform knows the customer of a contact they made themselves: as its contact, or else by the address they
 * used. `NaN`, which equals nothing, for the anonymous and for calls they did not make.
 */
export function identityOf(seed: string, { scenario, customer, isAnonymous }: Opening): number {
  if (isAnonymous || scenario.direction === 'outbound') return Number.NaN
  const kind = isKnown(seed, customer) ? 0 : addressKinds[scenario.mediaType ?? 'voice']
  return kind === undefined ? Number.NaN : customer * 4 + kind
}
