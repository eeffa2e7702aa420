import type { Millis } from '../../clock'
import type { Queue } from '../../world/queue'
import { emit, type Story, stretch } from '../story'
import { talkToBot } from './bot'
import { addressTraits, type Customer } from './customer'
import { emitFlowTime, emitOutcomes, exitOf, outcomesOf } from './flow'

/** A menu shorter than this is no occasion for a bot. */
const shortestForBotMs = 12_000
const botShare = 0.15

/**
 * The caller hears the menu, and now and then the bot within it, and leaves it for a queue, or for good. Returns when the
 * menu was over.
 */
export function hearMenu(story: Story, customer: Customer, next: Queue | 'self-served' | 'hung-up'): Millis {
  const { chance, world } = story
  const from = customer.connectedAt + chance.between(10, 60)
  const until = from + chance.duration(next === 'hung-up' ? 14 : 32, 0.5, 4, 240)
  const flow = world.flows[world.sites.indexOf(story.site)]
  const party = story.addParty({ purpose: 'ivr', name: flow?.name ?? 'Main Menu' })
  const leg = story.addLeg(party, {
    mediaType: 'voice',
    peer: customer.leg,
    traits: addressTraits(story, 'voice'),
  })
  leg.traits.remote = story.customerName
  const aside = story.aside('menu')
  const outcomes = outcomesOf(world.flowOutcomes, next, from, until, aside)
  leg.flow = {
    begun: {
      flowId: flow?.id,
      flowName: flow?.name,
      flowType: 'INBOUNDCALL',
      flowVersion: '28.0',
      entryType: 'dnis',
      entryReason: leg.traits.dnis,
      startingLanguage: 'en-us',
    },
    ended: exitOf(next),
    outcomes,
  }
  stretch(leg, 'system', from - 8, from)
  stretch(leg, 'ivr', from, until, {
    disconnect: typeof next === 'object' ? 'transfer' : next === 'self-served' ? 'client' : 'peer',
  })
  emit(leg, 'nFlow', 1, from)
  emitOutcomes(leg, outcomes)
  emit(leg, 'tIvr', until - from, until)
  emitFlowTime(leg, next, until - from - 3, until)
  story.divisionIds.add(world.divisions.find((division) => division.name === story.site.division)?.id ?? '')
  if (until - from >= shortestForBotMs && aside.happens(botShare)) {
    talkToBot(story, customer, { from: from + aside.between(2_000, 5_000), until: until - 1_000, end: next })
  }
  return until
}
