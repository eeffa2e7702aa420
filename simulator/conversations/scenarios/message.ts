import { agentAnswers } from '../acts/alert'
import { type Customer, customerConnects, customerLeaves } from '../acts/customer'
import { enterQueue, leaveUnresolved } from '../acts/queue-stay'
import { countTransfer } from '../acts/transfer'
import type { Work } from '../acts/work'
import { hangUp, talk, turnTo } from '../acts/work'
import type { Scenario } from '../scenario'
import { emit, type Story } from '../story'

/** A web message: hours of back and forth, sometimes parked; messages know no abandon, only silence. */
export const message: Scenario = {
  name: 'message',
  pace: 'regular',
  weight: 8,
  mediaType: 'message',
  play(story) {
    exchangeMessages(story, customerConnects(story, 'message'))
  },
}

/** The customer's messages from the queue on; `flowInType` says what sent them there. */
export function exchangeMessages(story: Story, customer: Customer, flowInType = 'acd'): void {
  const { chance } = story
  const stay = enterQueue(story, customer.leg, story.queue('digital'), story.start, { flowInType })
  if (chance.happens(0.08)) {
    const at = stay.offeredAt + chance.duration(3_600, 0.5, 600, 14_400)
    leaveUnresolved(stay, at, 'inactivity')
    customerLeaves(customer, at, 'inactivity')
    return
  }
  const answeredAt = stay.offeredAt + chance.duration(75, 1.2, 3, 10_800)
  const first = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
  let end = exchange(story, first)
  if (chance.happens(0.08)) {
    countTransfer(first, 'blind', end)
    hangUp(story, first, end, 'transfer')
    const next = enterQueue(story, customer.leg, story.queue('digital'), end, { flowInType: 'agent' })
    const takenAt = next.offeredAt + chance.duration(90, 1, 3, 7_200)
    const second = agentAnswers(story, next, story.agentFor(next.queue, takenAt, [first.agent]), takenAt)
    end = exchange(story, second)
    hangUp(story, second, end, 'client')
  } else {
    hangUp(story, first, end, 'client')
  }
  customerLeaves(customer, end, 'peer')
}

/** Turns of the conversation with one agent, perhaps parked in between. Returns when it would end. */
function exchange(story: Story, work: Work): number {
  const { chance } = story
  let at = talk(story, work, chance.duration(600, 0.8, 30, 5_400))
  emit(work.leg, 'tAgentResponseTime', chance.duration(45, 0.6, 3, 600), work.piece.from + 1)
  if (chance.happens(0.15)) {
    turnTo(work, 'parked', at)
    at += chance.duration(2_400, 0.6, 120, 9_000)
    const parkedMs = at - work.piece.from
    turnTo(work, 'interact', at)
    at += chance.duration(180, 0.6, 10, 1_800)
    emit(work.leg, 'tParkComplete', parkedMs, at)
  }
  emit(work.leg, 'oMessageTurn', chance.between(1, 6), at)
  return at
}
