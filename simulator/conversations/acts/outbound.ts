import type { Millis } from '../../clock'
import type { Agent } from '../../world/agent'
import type { Queue } from '../../world/queue'
import { emit, type Story, stretch } from '../story'
import type { Leg } from '../timeline'
import { addressTraits } from './customer'
import { beginWork, type Work, wrapUpId } from './work'

/** A call placed by an agent; `work` is absent when nobody picked up. */
export interface PlacedCall {
  leg: Leg
  dialedAt: Millis
  connectedAt: Millis
  work?: Work
}

/**
 * An agent places a call on a queue's behalf: contacting is the agent's own leg being set up, dialing the
 * far end ringing. Both belong to handle time, also when nobody picks up.
 */
export function placeCall(
  story: Story,
  how: { agent: Agent; queue: Queue; from: Millis; reached: boolean; traits?: Record<string, unknown> },
): PlacedCall {
  const { chance } = story
  story.divisionIds.add(how.agent.divisionId)
  const party = story.addParty({ purpose: 'agent', userId: how.agent.id, divisionId: how.agent.divisionId })
  const leg = story.addLeg(party, {
    mediaType: 'voice',
    direction: 'outbound',
    queue: how.queue,
    traits: { ...addressTraits(story, 'voice'), remote: story.customerName, ...how.traits },
  })
  const dialedAt = how.from + chance.between(28, 940)
  const connectedAt = dialedAt + chance.duration(how.reached ? 9 : 24, 0.5, 1, 45)
  stretch(leg, 'contacting', how.from, dialedAt)
  emit(leg, 'nOutbound', 1, dialedAt)
  emit(leg, 'tContacting', dialedAt - how.from, dialedAt)
  stretch(leg, 'dialing', dialedAt, connectedAt, how.reached ? {} : { disconnect: 'client' })
  emit(leg, 'tDialing', connectedAt - dialedAt, connectedAt)
  if (how.reached) {
    const work = beginWork(story, leg, how.agent, connectedAt)
    work.contactingMs = dialedAt - how.from
    work.dialingMs = connectedAt - dialedAt
    return { leg, dialedAt, connectedAt, work }
  }
  const acw = chance.duration(9, 0.5, 1, 60)
  const code = wrapUpId(story, 'FOLLOW_UP')
  leg.wrapUp = { code, at: connectedAt + acw }
  stretch(leg, 'wrapup', connectedAt, connectedAt + acw, { wrapUpCode: code, disconnect: 'client' })
  emit(leg, 'tAcw', acw, connectedAt + acw)
  emit(leg, 'tHandle', connectedAt - how.from + acw, connectedAt + acw)
  return { leg, dialedAt, connectedAt }
}
