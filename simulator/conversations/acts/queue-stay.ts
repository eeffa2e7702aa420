import type { Millis } from '../../clock'
import type { MediaType, Queue } from '../../world/queue'
import { emit, type Story, stretch } from '../story'
import type { Leg, Stretch } from '../timeline'
import { addressTraits } from './customer'

/** A customer waiting in a queue. */
export interface QueueStay {
  leg: Leg
  queue: Queue
  customerLeg: Leg
  offeredAt: Millis
  open: Stretch
}

/** Abandons before this are short: they count as abandons and as short abandons. */
export const shortAbandonMs = 10_000

/** The customer enters a queue: a moment of delay, then the wait, counted as offered. */
export function enterQueue(
  story: Story,
  customerLeg: Leg,
  queue: Queue,
  at: Millis,
  options: { mediaType?: MediaType; flowInType?: string; traits?: Record<string, unknown> } = {},
): QueueStay {
  const mediaType = options.mediaType ?? customerLeg.mediaType
  const party = story.addParty({ purpose: 'acd', name: queue.name })
  const leg = story.addLeg(party, {
    mediaType,
    direction: 'inbound',
    queue,
    peer: customerLeg,
    traits: {
      ...addressTraits(story, mediaType),
      remote: story.customerName,
      requestedRoutings: ['Standard'],
      flowInType: options.flowInType ?? (mediaType === 'voice' ? 'ivr' : 'acd'),
      ...options.traits,
    },
  })
  const offeredAt = at + story.chance.between(2, 60)
  stretch(leg, 'delay', at, offeredAt)
  emit(leg, 'nOffered', 1, offeredAt)
  return { leg, queue, customerLeg, offeredAt, open: stretch(leg, 'interact', offeredAt, null) }
}

/** The customer hangs up before anybody answered. */
export function abandon(stay: QueueStay, at: Millis): void {
  const waited = leave(stay, at, 'peer')
  emit(stay.leg, 'tAbandon', waited, at)
  if (waited < shortAbandonMs) emit(stay.leg, 'tShortAbandon', waited, at)
}

/** The customer leaves the queue for voicemail, a callback, another queue, the menu, or somebody outside. */
export function flowOut(
  stay: QueueStay,
  at: Millis,
  flowOutType: string,
  more: Record<string, unknown> = {},
): void {
  const waited = leave(stay, at, 'transfer')
  emit(stay.leg, 'tFlowOut', waited, at)
  stay.leg.settled = { at, traits: { flowOutType, ...more } }
}

/** The wait is over because an agent connects; who answered says the rest. Returns the time waited. */
export function leaveForAgent(stay: QueueStay, at: Millis, agentId: string): number {
  stay.leg.settled = { at, traits: { selectedAgentId: agentId, usedRouting: 'Standard' } }
  return leave(stay, at, 'transfer')
}

/** The stay ends and the record never says how: the platform does this for messages and some chats. */
export function leaveUnresolved(stay: QueueStay, at: Millis, disconnect: string): void {
  leave(stay, at, disconnect)
}

function leave(stay: QueueStay, at: Millis, disconnect: string): number {
  stay.open.to = at
  stay.open.disconnect = disconnect
  emit(stay.leg, 'tAcd', at - stay.offeredAt, at)
  return at - stay.offeredAt
}
