import type { Millis } from '../../clock'
import type { Queue } from '../../world/queue'
import { emit, type Story, stretch } from '../story'
import { addressTraits, type Customer } from './customer'

/** The caller hears the menu and leaves it for a queue, or for good. Returns when the menu was over. */
export function hearMenu(story: Story, customer: Customer, next: Queue | 'self-served' | 'hung-up'): Millis {
  const { chance } = story
  const from = customer.connectedAt + chance.between(10, 60)
  const until = from + chance.duration(next === 'hung-up' ? 14 : 32, 0.5, 4, 240)
  const flow = story.world.flows[story.world.sites.indexOf(story.site)]
  const party = story.addParty({ purpose: 'ivr', name: flow?.name ?? 'Main Menu' })
  const leg = story.addLeg(party, {
    mediaType: 'voice',
    peer: customer.leg,
    traits: addressTraits(story, 'voice'),
  })
  const toQueue = typeof next === 'object'
  leg.traits.remote = story.customerName
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
    ended: toQueue
      ? {
          endingLanguage: 'en-us',
          exitReason: 'TRANSFER',
          transferType: 'ACD',
          transferTargetName: next.name,
          transferTargetAddress: next.id,
        }
      : { endingLanguage: 'en-us', exitReason: next === 'self-served' ? 'FLOW_DISCONNECT' : 'DISCONNECT' },
  }
  stretch(leg, 'system', from - 8, from)
  stretch(leg, 'ivr', from, until, {
    disconnect: toQueue ? 'transfer' : next === 'self-served' ? 'client' : 'peer',
  })
  const flowMs = until - from - 3
  emit(leg, 'nFlow', 1, from)
  emit(leg, 'tIvr', until - from, until)
  emit(leg, 'tFlow', flowMs, until)
  emit(leg, toQueue ? 'tFlowExit' : 'tFlowDisconnect', flowMs, until)
  story.divisionIds.add(
    story.world.divisions.find((division) => division.name === story.site.division)?.id ?? '',
  )
  return until
}
