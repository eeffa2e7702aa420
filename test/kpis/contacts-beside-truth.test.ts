/**
 * First-contact resolution and repeat contacts beside what the simulator knows to be true: who each customer really was, and when they
 * came. The truth is reckoned here by looking at every pair of contacts, and shares no code with what it is held against.
 */

import type { Timeline } from '../../simulator/conversations/timeline'
import { renderConversation } from '../../simulator/details/render'
import { settle } from '../../simulator/options'
import { createSimulation } from '../../simulator/simulation'
import type { ConversationFacts } from '../../src/facts/fact'
import { foldConversation } from '../../src/facts/fold'
import { readConversation } from '../../src/genesys/conversation'
import { replayed, summaryOf } from './replayed'

const week = 7 * 86_400_000
const longAfter = Date.UTC(2027, 0, 15)
const inTheMiddle = Date.UTC(2026, 9, 14)

const simulation = createSimulation(
  settle({ from: '2026-10-01', to: '2026-10-20', conversationsPerDay: 150, now: '2027-01-15T00:00:00Z' }),
)
const told = simulation.book
  .livingIn(Date.UTC(2026, 6, 1), longAfter, Number.MAX_SAFE_INTEGER)
  .map((reference) => simulation.book.tell(reference))

/** What the archive holds at an instant. */
function factsAt(asOf: number): ConversationFacts[] {
  return told
    .filter(({ start }) => start <= asOf)
    .map((timeline) => {
      const read = readConversation(JSON.parse(JSON.stringify(renderConversation(timeline, asOf, true))))
      if ('problem' in read) throw new Error(`Conversation ${timeline.id} does not read.`)
      return foldConversation(read.conversation)
    })
}

/** A contact as it truly was, as far as it had happened. */
interface TrueContact {
  id: string
  person: number
  /** What a record can know the person by: their contact, or what they came by; null where they said nothing. */
  knownAs: string | null
  inbound: boolean
  began: number
  /** When the last wait and the last work on it ended; null while one goes on. */
  servedUntil: number | null
  /** An agent talked to the customer, and nothing went unanswered after that. */
  completedByAgent: boolean
  timeline: Timeline
}

function truthAt(asOf: number): TrueContact[] {
  return told
    .filter(({ start }) => start <= asOf)
    .map((timeline) => {
      const served = timeline.parties.filter(({ purpose }) => ['acd', 'agent', 'user'].includes(purpose))
      const stretches = served.flatMap(({ legs }) => legs).flatMap((leg) => leg.stretches)
      const shown = stretches.filter(({ from, knownAt = from }) => knownAt <= asOf)
      const ends = shown.map(({ to }) => (to === null || to > asOf ? null : to))
      const closed = timeline.closings.filter(({ at }) => at <= asOf).at(-1)?.at ?? null
      const lastOf = (...names: string[]) =>
        Math.max(
          ...served
            .flatMap(({ legs }) => legs)
            .flatMap(({ emissions }) => emissions)
            .filter(({ name, at, knownAt = at }) => names.includes(name) && knownAt <= asOf)
            .map(({ at }) => at),
        )
      const talked = lastOf('tTalk', 'tTalkComplete', 'tHeldComplete', 'tAnswered')
      return {
        id: timeline.id,
        person: timeline.person,
        knownAs: knownAs(timeline),
        inbound: timeline.direction === 'inbound',
        began: timeline.start,
        servedUntil:
          ends.length === 0 ? closed : ends.includes(null) ? null : Math.max(...(ends as number[])),
        completedByAgent: talked > 0 && talked >= lastOf('tAbandon', 'tFlowOut'),
        timeline,
      }
    })
}

function knownAs({ person, direction, parties }: Timeline): string | null {
  const customer = parties.find(({ purpose }) => purpose === 'customer')
  if (customer === undefined) return null
  if (customer.externalContactId !== undefined) return `${person} as a contact`
  // Whoever asks to be called back says by which number.
  const media = customer.legs.map(({ mediaType }) => mediaType)
  if (media.includes('callback')) return `${person} by number`
  // A guest of the messenger has an address of that one time.
  if (customer.name === 'Anonymous') return media[0] === 'message' ? `guest of ${parties[0]?.id}` : null
  if (media[0] === 'chat') return null
  return `${person} by ${direction === 'outbound' || media[0] === 'voice' ? 'number' : media[0]}`
}

type Decision = 'resolved' | 'repeated' | 'open'

/** Of each first contact what became of it, by looking at every other contact of whoever `whoOf` says they are. */
function decided(contacts: readonly TrueContact[], asOf: number, whoOf: (contact: TrueContact) => unknown) {
  const decisions = new Map<string, Decision>()
  for (const first of contacts) {
    const who = whoOf(first)
    if (!first.inbound || !first.completedByAgent || who === null) continue
    const others = contacts.filter((other) => other !== first && whoOf(other) === who)
    const isAfter = others.some(
      ({ began, servedUntil }) =>
        began < first.began && (servedUntil === null || first.began < servedUntil + week),
    )
    if (isAfter) continue
    const end = first.servedUntil === null ? null : first.servedUntil + week
    const cameBack =
      end !== null && others.some(({ inbound, began }) => inbound && began > first.began && began < end)
    decisions.set(first.id, end === null || asOf < end ? 'open' : cameBack ? 'repeated' : 'resolved')
  }
  return decisions
}

/** Each contact that is counted, and whether it came within a week of an earlier one of theirs. */
function repeats(contacts: readonly TrueContact[]): Map<string, boolean> {
  const counted = contacts.filter(({ inbound, knownAs }) => inbound && knownAs !== null)
  return new Map(
    counted.map(({ id, knownAs, began }) => {
      const before = contacts.filter((other) => other.knownAs === knownAs && other.began < began)
      return [
        id,
        before.some(({ servedUntil }) => servedUntil === null || began < servedUntil + week),
      ] as const
    }),
  )
}

/** What our definition makes of the records; contacts that are no first ones are not in it. */
function judgedByUs(facts: readonly ConversationFacts[], asOf: number): Map<string, Decision> {
  const decisions = new Map<string, Decision>()
  for (const { subjectId, parts } of replayed('first-contact-resolution@1', facts, { knownUntil: asOf })) {
    const [resolved, decided, open] = parts ?? []
    if (open === 1) decisions.set(subjectId, 'open')
    else if (decided === 1) decisions.set(subjectId, resolved === 1 ? 'resolved' : 'repeated')
  }
  return decisions
}

const inOrder = <T>(of: ReadonlyMap<string, T>) => [...of].sort(([a], [b]) => (a < b ? -1 : 1))

function howOften(kinds: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

const [facts, truth] = [factsAt(longAfter), truthAt(longAfter)]
const ours = judgedByUs(facts, longAfter)
const trueRepeats = repeats(truth)
const trueOf = new Map(truth.map((contact) => [contact.id, contact]))

test('when all windows are over, each first contact is resolved or repeated as the truth has it', () => {
  const decisions = decided(truth, longAfter, ({ knownAs }) => knownAs)
  expect(inOrder(ours)).toEqual(inOrder(decisions))
  const { resolved = 0, repeated = 0, open } = howOften(decisions.values())
  expect([Math.min(resolved, repeated) > 150, open]).toEqual([true, undefined])
  expect(summaryOf('first-contact-resolution@1', facts).value).toBeCloseTo(
    (100 * resolved) / (resolved + repeated),
    10,
  )
})

test('in the middle of the period each is open whose window is not over by then, whoever came back', () => {
  const decisions = decided(truthAt(inTheMiddle), inTheMiddle, ({ knownAs }) => knownAs)
  expect(inOrder(judgedByUs(factsAt(inTheMiddle), inTheMiddle))).toEqual(inOrder(decisions))
  expect(Math.min(...Object.values(howOften(decisions.values())))).toBeGreaterThan(50)
  expect(Object.keys(howOften(decisions.values())).sort()).toEqual(['open', 'repeated', 'resolved'])
})

test('each contact is a repeat as the truth has it, and the rate is theirs', () => {
  const found = new Map<string, boolean>()
  for (const { subjectId, parts } of replayed('repeat-contact-rate@1', facts))
    if (parts?.[1] === 1) found.set(subjectId, parts[0] === 1)
  const expected = trueRepeats
  expect(inOrder(found)).toEqual(inOrder(expected))
  const count = [...expected.values()].filter((isRepeat) => isRepeat).length
  expect(count).toBeGreaterThan(300)
  expect(summaryOf('repeat-contact-rate@1', facts).value).toBeCloseTo((100 * count) / expected.size, 10)
})

test('whoever truly came back unseen had come by another way that no record links; nobody is said to have come back who did not', () => {
  const byPerson = decided(truth, longAfter, ({ person }) => person)
  const differing = [...ours].filter(([id, decision]) => byPerson.get(id) !== decision)
  const cameOtherwise = ({ person, knownAs, began }: TrueContact) =>
    truth.some(
      (other) =>
        other.person === person &&
        other.knownAs !== knownAs &&
        (other.began < began
          ? other.servedUntil === null || began < other.servedUntil + week
          : other.began < began + 9 * week),
    )
  expect(differing.filter(([id]) => !cameOtherwise(trueOf.get(id) as TrueContact))).toEqual([])
  expect(
    differing.filter(([id, decision]) => decision === 'repeated' && byPerson.get(id) === 'resolved'),
  ).toEqual([])
  // What it costs to know people only by what they come by: some 4 of 100 first contacts here.
  expect(differing.length / ours.size).toBeLessThan(0.06)
})

describe('beside the platform’s own verdict, next contact avoided', () => {
  /** How our decision stands to the verdict of a contact that an agent handled. */
  function standing({ conversationId, resolutions }: ConversationFacts): string {
    const decision = ours.get(conversationId)
    const { id, knownAs, began, completedByAgent } = trueOf.get(conversationId) as TrueContact
    const avoided = resolutions[0]?.nextContactAvoided === 1
    if (decision === undefined) {
      if (!completedByAgent) return 'no first contact: left unanswered in the end'
      return trueRepeats.get(id) ? 'no first contact: a repeat itself' : 'no first contact'
    }
    if (avoided === (decision === 'resolved')) return 'agrees'
    const { wrapUpAt = began } = trueOf.get(id)?.timeline.resolution ?? {}
    const during = truth.some(
      (other) => other.inbound && other.knownAs === knownAs && other.began > began && other.began < wrapUpAt,
    )
    return during && avoided ? 'came back while it was still being served' : 'differs'
  }
  const judged = facts.filter(({ resolutions }) => resolutions.length > 0)

  test('ours agrees with it, but for customers who came back before they were served: of those the platform looks only from the wrap-up on', () => {
    const { agrees = 0, ...others } = howOften(judged.map(standing))
    expect(Object.keys(others).sort()).toEqual([
      'came back while it was still being served',
      'no first contact: a repeat itself',
      'no first contact: left unanswered in the end',
    ])
    const disagreeing = others['came back while it was still being served'] as number
    expect(agrees).toBeGreaterThan(1_000)
    expect(disagreeing / agrees).toBeLessThan(0.02)
  })

  test('it is silent on first contacts only where the customer withheld who they were; we know some of these by a number or an address of theirs', () => {
    const silent = facts.filter(
      ({ conversationId, resolutions }) => ours.has(conversationId) && resolutions.length === 0,
    )
    expect(silent.length).toBeGreaterThan(20)
    for (const { conversationId } of silent) {
      const { timeline } = trueOf.get(conversationId) as TrueContact
      expect(timeline.parties.find(({ purpose }) => purpose === 'customer')?.name).toBe('Anonymous')
    }
  })

  test('its variant counts the first contacts that it judged, and those it calls avoided', () => {
    const both = judged.filter(({ conversationId }) => ours.has(conversationId))
    const avoided = both.filter(({ resolutions }) => resolutions[0]?.nextContactAvoided === 1)
    expect(summaryOf('first-contact-resolution@1', facts).parts).toMatchObject({
      judged: both.length,
      avoided: avoided.length,
    })
  })
})
