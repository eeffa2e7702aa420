import { Chance } from '../../random'
import { previewSkipped } from '../../world/wrap-up-code'
import { usualTalk, whoHangsUp } from '../acts/call'
import { addressTraits, contactIdOf, introduceCustomer } from '../acts/customer'
import { placeCall } from '../acts/outbound'
import { hangUp, talk } from '../acts/work'
import type { Scenario } from '../scenario'
import { emit, stretch } from '../story'

/** A preview campaign offers an agent a contact: called and reached, called in vain, or passed over. */
export const campaignCall: Scenario = {
  name: 'campaign-call',
  pace: 'regular',
  weight: 2,
  direction: 'outbound',
  play(story) {
    const { chance, start } = story
    introduceCustomer(story, 'voice')
    const queue = story.queue('outbound')
    const agent = story.agentFor(queue, start)
    const campaign = new Chance(story.world.seed, 'campaign', story.site.key)
    const traits = {
      outboundCampaignId: campaign.uuid(),
      outboundContactListId: campaign.uuid(),
      outboundContactId: chance.uuid().replaceAll('-', ''),
    }
    const dialer = story.addParty({ purpose: 'dialer', name: `${story.site.name} campaign` })
    const dialerLeg = story.addLeg(dialer, { mediaType: 'voice', traits: { provider: 'Edge', ...traits } })
    const previewed = start + chance.duration(12, 0.6, 2, 120)
    stretch(dialerLeg, 'system', start, previewed, { disconnect: 'transfer' })
    if (chance.happens(0.15)) {
      const party = story.addParty({ purpose: 'agent', userId: agent.id, divisionId: agent.divisionId })
      const leg = story.addLeg(party, { mediaType: 'voice', queue, peer: dialerLeg, traits })
      leg.wrapUp = { code: previewSkipped, at: previewed }
      stretch(leg, 'alert', start, previewed)
      stretch(leg, 'wrapup', previewed, previewed, { wrapUpCode: previewSkipped, disconnect: 'client' })
      emit(leg, 'tAlert', previewed - start, previewed)
      return
    }
    emit(dialerLeg, 'nOutboundAttempted', 1, previewed)
    const call = placeCall(story, { agent, queue, from: previewed, reached: chance.happens(0.5), traits })
    if (!call.work) return

    emit(dialerLeg, 'nOutboundConnected', 1, call.connectedAt)
    const party = story.addParty({
      purpose: 'customer',
      name: story.customerName,
      externalContactId: contactIdOf(story),
    })
    const leg = story.addLeg(party, {
      mediaType: 'voice',
      peer: call.leg,
      traits: { ...addressTraits(story, 'voice'), ...traits },
    })
    const end = talk(story, call.work, usualTalk(story))
    const words = whoHangsUp(story)
    stretch(leg, 'interact', call.connectedAt, end, { disconnect: words.customer })
    emit(leg, 'nConnected', 1, call.connectedAt)
    emit(leg, 'tConnected', end - call.connectedAt, end)
    hangUp(story, call.work, end, words.agent)
  },
}
