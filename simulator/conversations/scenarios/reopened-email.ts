import { day, hour } from '../../clock'
import { agentAnswers } from '../acts/alert'
import { addressTraits, customerConnects, customerLeaves } from '../acts/customer'
import { enterQueue } from '../acts/queue-stay'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'
import { emit, stretch } from '../story'

/** An e-mail that was answered and ended, and opens again when the customer writes back one to four days later. */
export const reopenedEmail: Scenario = {
  name: 'reopened-email',
  pace: 'unhurried',
  weight: 3,
  mediaType: 'email',
  play(story) {
    const { chance } = story
    const customer = customerConnects(story, 'email')
    const queue = story.queue('digital')
    const stay = enterQueue(story, customer.leg, queue, story.start)
    const at = stay.offeredAt + chance.duration(3_600, 1, 30, 36_000)
    const first = agentAnswers(story, stay, story.agentFor(queue, at), at)
    const end = talk(story, first, chance.duration(380, 0.6, 20, 3_600))
    const done = hangUp(story, first, end, 'client')
    customerLeaves(customer, end, 'peer')

    const backAt = done + chance.between(24, 96) * hour + chance.between(0, 3_599) * 1_000
    story.reopenings.push(backAt)
    const party = story.parties[0]
    if (!party) return
    const leg = story.addLeg(party, { mediaType: 'email', traits: addressTraits(story, 'email') })
    const again = { leg, connectedAt: backAt, open: stretch(leg, 'interact', backAt, null) }
    emit(leg, 'nConnected', 1, backAt)
    const next = enterQueue(story, leg, queue, backAt)
    const takenAt = next.offeredAt + chance.duration(7_200, 1, 60, day / 1_000)
    const second = agentAnswers(story, next, story.agentFor(queue, takenAt), takenAt)
    const over = talk(story, second, chance.duration(300, 0.6, 20, 3_600))
    hangUp(story, second, over, 'client')
    customerLeaves(again, over, 'peer')
  },
}
