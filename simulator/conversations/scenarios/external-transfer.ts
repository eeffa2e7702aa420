import { agentAnswers } from '../acts/alert'
import { callArrives, usualWait } from '../acts/call'
import { customerLeaves } from '../acts/customer'
import { outsideNumber, talkOutside } from '../acts/outside'
import { countTransfer } from '../acts/transfer'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'

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
    work.leg.settled = { at: sentAt, traits: { destinationAddresses: [outsideNumber] } }
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
    talkOutside(story, customer, sentAt, end)
    customerLeaves(customer, end, 'endpoint')
  },
}
