import { iso, type Millis } from '../../clock'
import { familyNames, givenNames } from '../../world/names'
import type { MediaType } from '../../world/queue'
import { emit, type Story, stretch } from '../story'
import type { Leg, Stretch } from '../timeline'

/** The customer's side: one leg from connecting to hanging up. */
export interface Customer {
  leg: Leg
  connectedAt: Millis
  open: Stretch
}

const providers: Record<MediaType, string> = {
  voice: 'Edge',
  callback: 'PureCloud Callback',
  chat: 'PureCloud Webchat v2',
  message: 'PureCloud Messaging',
  email: 'PureCloud Email',
}

export function providerOf(mediaType: MediaType): string {
  return providers[mediaType]
}

/** What every leg of the conversation repeats: the caller's number, name or e-mail. A copy, to be added to. */
export function addressTraits(story: Story, mediaType: MediaType): Record<string, unknown> {
  let traits = story.addresses.get(mediaType)
  if (!traits) {
    traits = addressesBy(story, mediaType)
    story.addresses.set(mediaType, traits)
  }
  return Object.assign({}, traits)
}

function addressesBy(story: Story, mediaType: MediaType): Record<string, unknown> {
  const provider = providers[mediaType]
  switch (mediaType) {
    case 'voice': {
      const dnis = `tel:${story.site.callerPrefix}9999`
      return {
        provider,
        ani: story.customerAddress,
        dnis,
        sessionDnis: dnis,
        edgeId: edgeOf(story),
        protocolCallId: `${story.id}@192.0.2.1`,
        remoteNameDisplayable: story.customerName,
      }
    }
    case 'callback':
      return {
        provider,
        callbackNumbers: [story.customerAddress.replace('tel:', '')],
        callbackUserName: story.customerName,
      }
    case 'email':
      return { provider, addressFrom: story.customerAddress, addressTo: `care@${story.site.key}.example.com` }
    case 'message':
      return {
        provider,
        messageType: 'webmessaging',
        addressFrom: story.customerAddress,
        addressTo: 'webmessenger',
      }
    default:
      return { provider }
  }
}

/** Gives the customer of this conversation a name and an address, once. */
export function introduceCustomer(story: Story, mediaType: MediaType): void {
  const { chance } = story
  const given = chance.pick(givenNames)
  const family = chance.pick(familyNames)
  story.customerName = `${given} ${family}`
  story.customerAddress =
    mediaType === 'email'
      ? `${given}.${family}${chance.between(1, 999)}@customer.example.com`.toLowerCase()
      : mediaType === 'message'
        ? chance.uuid()
        : `tel:${story.site.callerPrefix}${String(chance.between(0, 8999)).padStart(4, '0')}`
}

/** The customer connects; their leg stays open until `customerLeaves`. */
export function customerConnects(story: Story, mediaType: MediaType): Customer {
  introduceCustomer(story, mediaType)
  const { chance, start } = story
  const party = story.addParty({
    purpose: 'customer',
    name: story.customerName,
    externalContactId: chance.uuid(),
    attributes: {
      customerSegment: chance.pick(['gold', 'silver', 'bronze']),
      menuChoice: String(chance.between(1, 5)),
      accountReference: `ACC-${chance.between(100000, 999999)}`,
    },
  })
  const leg = story.addLeg(party, { mediaType, traits: addressTraits(story, mediaType) })
  if (mediaType === 'voice') leg.traits.recording = chance.happens(0.8)
  const connectedAt = start + (mediaType === 'voice' ? chance.between(40, 400) : 0)
  if (connectedAt > start) stretch(leg, 'system', start, connectedAt)
  emit(leg, 'nConnected', 1, connectedAt)
  return { leg, connectedAt, open: stretch(leg, 'interact', connectedAt, null) }
}

/** The customer's leg ends; `disconnect` says who ended it. */
export function customerLeaves(customer: Customer, at: Millis, disconnect: string): void {
  customer.open.to = at
  customer.open.disconnect = disconnect
  emit(customer.leg, 'tConnected', at - customer.connectedAt, at)
  if (customer.leg.mediaType === 'voice') {
    customer.leg.settled = { at, traits: { mediaEndpointStats: [listen(at - customer.connectedAt, at)] } }
  }
}

/** How the line sounded, as the platform's edge tells it when the call is over. */
function listen(lengthMs: number, at: Millis): Record<string, unknown> {
  return {
    codecs: ['audio/opus'],
    eventTime: iso(at),
    maxLatencyMs: 30 + (lengthMs % 40),
    minMos: 4.88,
    minRFactor: 92.45,
    receivedPackets: Math.round(lengthMs / 20),
  }
}

/** The edge that carries a site's calls. */
function edgeOf(story: Story): string {
  return story.world.edges.get(story.site) ?? ''
}
