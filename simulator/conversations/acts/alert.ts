import type { Millis } from '../../clock'
import type { Agent } from '../../world/agent'
import { emit, type Story, stretch } from '../story'
import type { Leg } from '../timeline'
import { addressTraits } from './customer'
import { leaveForAgent, type QueueStay } from './queue-stay'
import { beginWork, type Work } from './work'

/** Adds an agent's party and leg, working on a queue's behalf. */
export function bringInAgent(story: Story, agent: Agent, stay: QueueStay): Leg {
  story.divisionIds.add(agent.divisionId)
  const party = story.addParty({ purpose: 'agent', userId: agent.id, divisionId: agent.divisionId })
  const { mediaType } = stay.leg
  return story.addLeg(party, {
    mediaType,
    direction: 'inbound',
    queue: stay.queue,
    peer: stay.customerLeg,
    traits: {
      ...addressTraits(story, mediaType),
      remote: story.customerName,
      requestedRoutings: ['Standard'],
      usedRouting: 'Standard',
      selectedAgentId: agent.id,
    },
  })
}

/**
 * An agent is alerted and connects at `at`, which ends the wait. The platform posts the wait again on the
 * agent's leg as answered, and with it that it was over the queue's target; the two posts lie some
 * milliseconds apart, in either order.
 */
export function agentAnswers(story: Story, stay: QueueStay, agent: Agent, at: Millis): Work {
  const { chance } = story
  const leg = bringInAgent(story, agent, stay)
  const waited = leaveForAgent(stay, at, agent.id)
  const connectedAt = at + chance.between(-15, 17)
  const alertFrom = Math.max(stay.offeredAt, connectedAt - chance.between(1_200, 9_000))
  stretch(leg, 'alert', alertFrom, connectedAt)
  emit(leg, 'tAlert', connectedAt - alertFrom, connectedAt)
  emit(leg, 'tAnswered', waited, connectedAt)
  if (waited > (stay.queue.targetMs[leg.mediaType] ?? 0)) emit(leg, 'nOverSla', 1, connectedAt)
  return beginWork(story, leg, agent, connectedAt)
}

/**
 * An agent is alerted and does not respond. Now and then the platform still opens after-call work for
 * them, whose segment is a few seconds longer than the metric says. Returns when the alert gave up.
 */
export function agentDoesNotRespond(story: Story, stay: QueueStay, agent: Agent, from: Millis): Millis {
  const { chance } = story
  const leg = bringInAgent(story, agent, stay)
  const until = from + chance.pick([8_000, 12_000, 15_000]) + chance.between(0, 120)
  stretch(leg, 'alert', from, until, { disconnect: 'noAnswerTransfer' })
  emit(leg, 'tAlert', until - from, until)
  emit(leg, 'tNotResponding', until - from, until)
  emit(leg, 'nError', 1, until)
  if (chance.happens(0.08)) {
    const acw = chance.duration(40, 0.4, 5, 90)
    const code = chance.pick(story.world.wrapUpCodes).id
    leg.wrapUp = { code, at: until + acw }
    stretch(leg, 'wrapup', until, until + acw + chance.between(2_000, 4_500), { wrapUpCode: code })
    emit(leg, 'tAcw', acw, until + acw)
    emit(leg, 'tHandle', acw, until + acw)
  }
  return until
}

/** An agent is being alerted when the customer gives up. */
export function alertCutShort(story: Story, stay: QueueStay, agent: Agent, from: Millis, at: Millis): void {
  const leg = bringInAgent(story, agent, stay)
  stretch(leg, 'alert', from, at, { disconnect: 'peer' })
  emit(leg, 'tAlert', at - from, at)
}
