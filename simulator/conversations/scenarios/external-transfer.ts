import { agentAnswers } from '../acts/alert'
import { callArrives, usualWait } from '../acts/call'
import { addressTraits, customerLeaves } from '../acts/customer'
import { countTransfer } from '../acts/transfer'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'
import { emit, stretch } from '../story'

/** The agent sends the caller to somebody outside; most then choose the outcome that says so. */
export const externalTransfer: Scenario = {
  name: 'external-transfer',
  pace: 'regular',
  weight: 2,
  play(story) {
    const { chance } = story
    const { customer, stay } = callArrives(story, story.voiceQueue())
    const answeredAt = stay.offeredAt + usualWait(story)
    const work = agentAnswers(story, stay, story.agentFor(stay.queue, answeredAt), answeredAt)
    const sentAt = talk(story, work, chance.duration(75, 0.6, 6, 600))
    countTransfer(work, 'blind', sentAt)
    work.leg.settled = { at: sentAt, traits: { destinationAddresses: ['tel:+15550609999'] } }
    hangUp(
      story,
      work,
      sentAt,
      'transfer',
      chance.happens(0.75)
        ? { wrapUpName: 'IVR_TRANSFER_EXTERNAL', acwMs: chance.duration(20, 0.6, 1, 300) }
        : {},
    )

    const end = sentAt + chance.duration(160, 0.6, 5, 1_800)
    const party = story.addParty({ purpose: 'external', name: 'Partner desk' })
    const leg = story.addLeg(party, {
      mediaType: 'voice',
      direction: 'outbound',
      peer: customer.leg,
      traits: { ...addressTraits(story, 'voice'), dnis: 'tel:+15550609999' },
    })
    stretch(leg, 'dialing', sentAt, sentAt + 2_500)
    stretch(leg, 'interact', sentAt + 2_500, end, { disconnect: 'peer' })
    emit(leg, 'nConnected', 1, sentAt + 2_500)
    emit(leg, 'tConnected', end - sentAt - 2_500, end)
    customerLeaves(customer, end, 'endpoint')
  },
}
