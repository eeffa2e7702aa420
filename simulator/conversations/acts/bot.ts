import type { Millis } from '../../clock'
import { emit, type Story, stretch } from '../story'
import { addressTraits, type Customer } from './customer'
import { emitFlowTime, emitOutcomes, exitOf, type FlowEnd, outcomesOf } from './flow'

/** A bot speaks with the customer from one instant to another, within the menu of a call or at the beginning of messages. */
export function talkToBot(
  story: Story,
  customer: Customer,
  { from, until, end }: { from: Millis; until: Millis; end: FlowEnd },
): void {
  const chance = story.aside('bot')
  const medium = customer.leg.mediaType === 'voice' ? 'voice' : 'message'
  const { bots, messageFlow, flows, flowOutcomes } = story.world
  const bot = bots[medium]
  const calledFrom = medium === 'voice' ? flows[story.world.sites.indexOf(story.site)] : messageFlow
  const party = story.addParty({ purpose: 'botflow', name: bot.name }, chance)
  const leg = story.addLeg(
    party,
    { mediaType: medium, peer: customer.leg, traits: addressTraits(story, medium) },
    chance,
  )
  leg.traits.remote = story.customerName
  const outcomes = outcomesOf(flowOutcomes, end, from, until, chance)
  leg.flow = {
    begun: {
      flowId: bot.id,
      flowName: bot.name,
      flowType: medium === 'voice' ? 'BOT' : 'DIGITALBOT',
      flowVersion: '7.0',
      entryType: 'flow',
      entryReason: calledFrom?.id,
      startingLanguage: 'en-us',
    },
    ended: exitOf(end),
    outcomes,
  }
  const words = { 'self-served': 'client', 'hung-up': 'peer' }
  stretch(leg, 'ivr', from, until, { disconnect: typeof end === 'object' ? 'transfer' : words[end] })
  emit(leg, 'nFlow', 1, from)
  emitOutcomes(leg, outcomes)
  emit(leg, 'nBotInteractions', chance.between(1, 6), until)
  emitFlowTime(leg, end, until - from, until)
}
