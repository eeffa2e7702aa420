import { iso, type Millis } from '../../clock'
import type { MediaType } from '../../world/queue'
import { emit, type Story, stretch } from '../story'
import type { Direction, Leg, Stretch } from '../timeline'

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
      return {
        provider,
        ...lineOf(story, story.direction),
        edgeId: edgeOf(story),
        protocolCallId: `${story.id}@192.0.2.1`,
        remoteNameDisplayable: story.customerName,
      }
    }
    case 'callback':
      return {
        provider,
        callbackNumbers: [story.customer.number],
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

/** Who calls whom: the customer the site, or the site the customer. */
export function lineOf(
  story: Story,
  direction: Direction,
): { ani: string; dnis: string; sessionDnis: string } {
  const own = `tel:${story.site.callerPrefix}9999`
  return direction === 'outbound'
    ? { ani: own, dnis: story.customerAddress, sessionDnis: story.customerAddress }
    : { ani: story.customerAddress, dnis: own, sessionDnis: own }
}

/** The platform's own record of the customer, where it has one and knows that it is them. */
export function contactIdOf(story: Story): string | undefined {
  story.chance.skip(4)
  return story.isAnonymous ? undefined : (story.customer.contactId ?? undefined)
}

/** Gives the customer of this conversation a name and an address, once. */
export function introduceCustomer(story: Story, mediaType: MediaType): void {
  // Names and addresses were drawn here once, before customers came back.
  story.chance.skip(mediaType === 'message' ? 6 : 3)
  const { customer, isAnonymous } = story
  story.customerName = isAnonymous ? 'Anonymous' : customer.name
  story.customerAddress = isAnonymous ? 'anonymous' : addressOf(story, mediaType)
  if (isAnonymous && mediaType === 'message') story.customerAddress = story.aside('guest').uuid()
}

function addressOf({ customer }: Story, mediaType: MediaType): string {
  if (mediaType === 'email') return customer.email
  return mediaType === 'message' ? customer.deviceId : `tel:${customer.number}`
}

/** The customer connects; their leg stays open until `customerLeaves`. */
export function customerConnects(story: Story, mediaType: MediaType): Customer {
  introduceCustomer(story, mediaType)
  const { chance, began: start } = story
  const party = story.addParty({
    purpose: 'customer',
    name: story.customerName,
    externalContactId: contactIdOf(story),
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
