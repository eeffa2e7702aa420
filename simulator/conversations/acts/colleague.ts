import type { Millis } from '../../clock'
import type { Agent } from '../../world/agent'
import { emit, type Story, stretch } from '../story'
import type { Leg } from '../timeline'
import { addressTraits } from './customer'
import { beginWork, type Work } from './work'

/**
 * A colleague is brought in directly, not through a queue: alerted, connected, and at work, with no
 * queue on the leg and no wait to answer for. `peer` is whom they talk with: the customer's leg, or the
 * consulting agent's.
 */
export function joinDirectly(
  story: Story,
  how: { agent: Agent; peer: Leg; alertedAt: Millis; connectsAt: Millis },
): Work {
  story.divisionIds.add(how.agent.divisionId)
  const party = story.addParty({ purpose: 'agent', userId: how.agent.id, divisionId: how.agent.divisionId })
  const leg = story.addLeg(party, {
    mediaType: 'voice',
    direction: 'inbound',
    peer: how.peer,
    traits: { ...addressTraits(story, 'voice'), remote: story.customerName },
  })
  stretch(leg, 'alert', how.alertedAt, how.connectsAt)
  emit(leg, 'tAlert', how.connectsAt - how.alertedAt, how.connectsAt)
  return beginWork(story, leg, how.agent, how.connectsAt)
}
