import type { Millis } from '../clock'
import { Chance } from '../random'
import type { Agent } from '../world/agent'
import type { Person } from '../world/person'
import type { MediaType, Queue, QueuePurpose } from '../world/queue'
import type { Site } from '../world/site'
import type { Staffing } from '../world/staffing'
import type { World } from '../world/world'
import type { Opening } from './opening'
import type { Direction, Leg, Party, Stretch, Timeline } from './timeline'

/** Where a story is set. */
export interface Setting {
  world: World
  staffing: Staffing
  opening: Opening
  customer: Person
}

/**
 * A conversation being told. Scenarios tell it with the acts in `acts/`; each act adds what happens to
 * the parties' legs and returns when it was over.
 */
export class Story {
  readonly id: string
  readonly world: World
  readonly staffing: Staffing
  readonly site: Site
  /** When the conversation begins. */
  readonly began: Millis
  /** When the customer asks for an agent; later than `began` where a bot speaks first. */
  readonly start: Millis
  readonly chance: Chance
  readonly customer: Person
  readonly isAnonymous: boolean
  readonly parties: Party[] = []
  readonly divisionIds = new Set<string>()
  readonly direction: Direction
  conferenceStart: Millis | undefined
  selfServed = false
  /** The customer's number or address, as the platform writes it. */
  customerAddress = ''
  customerName = ''
  /** What every leg of a medium repeats about the customer's address; see `acts/customer.ts`. */
  readonly addresses = new Map<MediaType, Readonly<Record<string, unknown>>>()
  /** Instants at which an ended conversation was opened again. */
  readonly reopenings: Millis[] = []

  constructor(setting: Setting) {
    const { opening } = setting
    this.world = setting.world
    this.staffing = setting.staffing
    this.customer = setting.customer
    this.id = opening.id
    this.site = opening.site
    this.began = opening.began
    this.start = opening.at
    this.chance = opening.chance
    this.isAnonymous = opening.isAnonymous
    this.direction = opening.scenario.direction ?? 'inbound'
  }

  /** A chance of its own for a purpose that came later: what it draws moves nothing else in the story. */
  aside(purpose: string): Chance {
    return new Chance(this.world.seed, purpose, this.id)
  }

  queue(purpose: QueuePurpose, site: Site = this.site): Queue {
    const found = this.world.queues.find(
      (queue) => queue.purpose === purpose && (queue.site === site || queue.site === null),
    )
    if (!found) throw new Error(`The simulated world has no ${purpose} queue at ${site.name}`)
    return found
  }

  /** A queue customers call about: mostly sales, support or billing, now and then the shared one. */
  voiceQueue(): Queue {
    const drawn = this.chance.fraction()
    return this.queue(
      drawn < 0.3 ? 'sales' : drawn < 0.68 ? 'support' : drawn < 0.94 ? 'billing' : 'priority',
    )
  }

  /** Another voice queue than the one given, sometimes at another site and so in another zone. */
  anotherQueue(than: Queue): Queue {
    const site = this.chance.happens(0.2) ? this.chance.pick(this.world.sites) : this.site
    const purposes: QueuePurpose[] = ['sales', 'support', 'billing', 'priority']
    const choices = purposes.map((purpose) => this.queue(purpose, site)).filter((queue) => queue !== than)
    return this.chance.pick(choices)
  }

  agentFor(queue: Queue, at: Millis, except: readonly Agent[] = []): Agent {
    return this.staffing.agentFor(queue, at, this.chance, except)
  }

  /** @param chance whence the party's id comes; an aside's, for a party that came later than the story */
  addParty(
    party: { purpose: string } & Partial<Omit<Party, 'id' | 'legs'>>,
    chance: Chance = this.chance,
  ): Party {
    // Member by member: spreading objects of many shapes was a tenth of the time it takes to tell a story.
    const added: Party = {
      id: chance.uuid(),
      purpose: party.purpose,
      name: party.name,
      userId: party.userId,
      divisionId: party.divisionId,
      externalContactId: party.externalContactId,
      attributes: party.attributes,
      legs: [],
    }
    this.parties.push(added)
    return added
  }

  addLeg(
    party: Party,
    leg: {
      mediaType: MediaType
      direction?: Direction
      queue?: Queue | null
      peer?: Leg
      traits?: Record<string, unknown>
    },
    chance: Chance = this.chance,
  ): Leg {
    const added: Leg = {
      id: chance.uuid(),
      mediaType: leg.mediaType,
      direction: leg.direction ?? this.direction,
      queue: leg.queue ?? null,
      traits: leg.traits ?? {},
      stretches: [],
      emissions: [],
    }
    if (leg.peer) added.peerId = leg.peer.id
    if (added.queue) this.divisionIds.add(added.queue.divisionId)
    party.legs.push(added)
    return added
  }

  /** The finished conversation. It ends when its last stretch does, and is open as long as any is. */
  told(scenario: string): Timeline {
    if (this.divisionIds.size === 0) {
      const home = this.world.divisions[0]
      if (home) this.divisionIds.add(home.id)
    }
    const stretches = this.parties.flatMap((party) => party.legs.flatMap((leg) => leg.stretches))
    const timeline: Timeline = {
      id: this.id,
      scenario,
      person: this.customer.key,
      start: this.began,
      direction: this.direction,
      divisionIds: [...this.divisionIds],
      selfServed: this.selfServed,
      parties: this.parties,
      closings: this.closings(stretches),
      surveys: [],
    }
    if (this.conferenceStart !== undefined) timeline.conferenceStart = this.conferenceStart
    if (this.parties[0]?.legs[0]?.mediaType === 'voice') {
      timeline.minMos = Math.round((4.2 + this.chance.fraction() * 0.7) * 1e6) / 1e6
    }
    return timeline
  }

  private closings(stretches: readonly Stretch[]): Timeline['closings'] {
    const lastEndBefore = (limit: Millis) =>
      stretches.reduce(
        (last, stretch) =>
          stretch.from < limit ? Math.max(last, stretch.to ?? Number.POSITIVE_INFINITY) : last,
        this.began,
      )
    const closings: { at: Millis; until: Millis | null }[] = this.reopenings.map((until) => ({
      at: lastEndBefore(until),
      until,
    }))
    const end = lastEndBefore(Number.POSITIVE_INFINITY)
    if (end !== Number.POSITIVE_INFINITY) closings.push({ at: end, until: null })
    return closings
  }
}

/** Records a stretch of a leg. */
export function stretch(
  leg: Leg,
  type: string,
  from: Millis,
  to: Millis | null,
  more: Partial<Stretch> = {},
): Stretch {
  const added: Stretch = { type, from, to, ...more }
  leg.stretches.push(added)
  return added
}

/** Posts a metric on a leg. */
export function emit(leg: Leg, name: string, value: number, at: Millis, knownAt?: Millis): void {
  leg.emissions.push(knownAt === undefined ? { name, value, at } : { name, value, at, knownAt })
}
