import { iso, type Millis } from '../../clock'
import type { Agent } from '../../world/agent'
import { emit, type Story, stretch } from '../story'
import { agentAnswers } from './alert'
import { callArrives } from './call'
import { addressTraits, type Customer, customerLeaves, lineOf } from './customer'
import { enterQueue, flowOut, type QueueStay } from './queue-stay'
import { hangUp } from './work'

/** A callback that waits in its queue: the voice wait flowed out into it, a second offer in the conversation. */
export interface WaitingCallback {
  stay: QueueStay
  customer: Customer
}

/** A caller tires of waiting and asks to be called back; the voice leg ends, the callback waits on. */
export function askForCallback(story: Story, scheduledAt: Millis): WaitingCallback {
  const { chance } = story
  const voice = callArrives(story, story.voiceQueue())
  const askedAt = voice.stay.offeredAt + chance.duration(60, 0.5, 15, 600)
  flowOut(voice.stay, askedAt, 'callback')
  customerLeaves(voice.customer, askedAt + chance.between(200, 2_000), 'endpoint')

  const party = story.parties[0]
  if (!party) throw new Error('A callback needs a customer who asked for it')
  const traits = { ...addressTraits(story, 'callback'), callbackScheduledTime: iso(scheduledAt) }
  const leg = story.addLeg(party, { mediaType: 'callback', direction: 'inbound', traits })
  const customer = { leg, connectedAt: askedAt, open: stretch(leg, 'callback', askedAt, null) }
  emit(leg, 'nCallbackScheduled', 1, askedAt)
  emit(leg, 'nConnected', 1, askedAt)
  const stay = enterQueue(story, leg, voice.stay.queue, askedAt, {
    mediaType: 'callback',
    flowInType: 'acd',
    traits: { callbackScheduledTime: iso(scheduledAt) },
  })
  return { stay, customer }
}

/**
 * An agent takes the callback at `at` and calls the customer. The callback leg carries the handling; the
 * voice leg it places only says that a call went out. Returns when the agent was done.
 */
export function returnCall(
  story: Story,
  callback: WaitingCallback,
  agent: Agent,
  at: Millis,
  acwMs?: number,
): Millis {
  const { chance } = story
  const work = agentAnswers(story, callback.stay, agent, at)
  const dialedAt = work.piece.from + chance.duration(8, 0.6, 1, 90)
  const connectedAt = dialedAt + chance.duration(9, 0.5, 2, 40)
  const reached = chance.happens(0.8)
  const voiceEnd = reached ? connectedAt + chance.duration(170, 0.6, 8, 1_800) : connectedAt
  const end = voiceEnd + chance.between(300, 6_000)

  const party = story.parties.find((candidate) => candidate.legs.includes(work.leg))
  if (!party) throw new Error('The agent who returns a call is not in the conversation')
  const voice = story.addLeg(party, {
    mediaType: 'voice',
    direction: 'outbound',
    queue: callback.stay.queue,
    traits: { ...addressTraits(story, 'voice'), ...calledBack(story) },
  })
  emit(voice, 'nOutbound', 1, dialedAt)
  stretch(voice, 'dialing', dialedAt, connectedAt, reached ? {} : { disconnect: 'client' })
  emit(work.leg, 'nCallbackAttempts', 1, dialedAt)
  emit(work.leg, 'tFirstDial', dialedAt - callback.customer.connectedAt, dialedAt)
  if (reached) {
    stretch(voice, 'interact', connectedAt, voiceEnd, { disconnect: 'peer' })
    emit(work.leg, 'tFirstConnect', connectedAt - callback.customer.connectedAt, connectedAt)
    emit(work.leg, 'tActiveCallback', voiceEnd - connectedAt, voiceEnd)
    emit(work.leg, 'tActiveCallbackComplete', voiceEnd - connectedAt, voiceEnd)
  }
  return hangUp(story, work, end, 'client', acwMs === undefined ? {} : { acwMs })
}

/** The customer's side of a callback is closed: when the agent is done, or long after. */
export function closeCallback(callback: WaitingCallback, at: Millis): void {
  customerLeaves(callback.customer, at, 'system')
}

/** The line of the call to the customer: to the number they left, also when their own call withheld it. */
function calledBack(story: Story): Record<string, string> {
  const number = `tel:${story.customer.number}`
  return { ...lineOf(story, 'outbound'), dnis: number, sessionDnis: number }
}
