/**
 * Conversations for the store's tests, told in a line: one queue visit and any number of agent legs. The record kept in
 * the archive is the story itself; what matters here is what the store does with it.
 */
import type { AgentLeg, ConversationFacts } from '../../src/facts/fact'
import { measureCodes } from '../../src/facts/measure'
import type { ConversationToArchive } from '../../src/store/archive/arriving'
import { parseInstant } from '../../src/time/instant'

export interface LegStory {
  agentId: string
  /** Minutes after the conversation's start at which its handling was complete. */
  handledAfterMinutes: number
  handleMs: number
}

export interface Story {
  conversationId: string
  startedAt: string
  queueId?: string
  mediaType?: string
  legs?: LegStory[]
  /** Who it was: up to sixteen letters, of which a pseudonym is made. */
  customer?: string
  /** How long the stay in the queue lasted, where its length was posted. */
  waitMs?: number
  ended?: boolean
  /** Something in the record that no fact depends on. */
  note?: string
}

export function conversation(story: Story): ConversationToArchive {
  const startedAt = parseInstant(story.startedAt)
  return {
    raw: story,
    events: {
      conversationId: story.conversationId,
      startedAt,
      endedAt: story.ended === false ? null : startedAt + 3_600_000,
    },
    facts: factsOf(story),
  }
}

export function factsOf(story: Story): ConversationFacts {
  const startedAt = parseInstant(story.startedAt)
  const queueId = story.queueId ?? 'queue-sales'
  const mediaType = story.mediaType ?? 'voice'
  return {
    conversationId: story.conversationId,
    startedAt,
    endedAt: story.ended === false ? null : startedAt + 3_600_000,
    direction: 'inbound',
    customer: story.customer === undefined ? null : pseudonymOf(story.customer),
    selfServed: null,
    queueVisits: [
      {
        ordinal: 0,
        queueId,
        mediaType,
        direction: 'inbound',
        enteredAt: startedAt,
        leftAt: startedAt + 10_000,
        outcome: 'answered',
        agentId: story.legs?.[0]?.agentId ?? null,
        quality: 0,
        flowOutType: null,
        measurements: [
          measureCodes.offered,
          startedAt,
          1,
          measureCodes.answered,
          startedAt + 10_000,
          10_000,
          ...(story.waitMs === undefined
            ? []
            : [measureCodes['queue-wait'], startedAt + story.waitMs, story.waitMs]),
        ],
      },
    ],
    agentLegs: (story.legs ?? []).map((leg, ordinal): AgentLeg => {
      const handledAt = startedAt + leg.handledAfterMinutes * 60_000
      return {
        ordinal,
        agentId: leg.agentId,
        queueId,
        mediaType,
        direction: 'inbound',
        startedAt,
        endedAt: handledAt,
        wrapUpCode: null,
        disconnect: 'client',
        consultOnly: false,
        transferredTo: null,
        quality: 0,
        measuredFromSegments: false,
        measurements: [
          measureCodes['talk-complete'],
          handledAt,
          leg.handleMs,
          measureCodes.handle,
          handledAt,
          leg.handleMs,
        ],
      }
    }),
    flows: [],
    surveys: [],
    resolutions: [],
  }
}

function pseudonymOf(name: string): string {
  return Buffer.from(name.padEnd(16)).toString('base64url')
}

/** `n` conversations from 08:00 of a day, two minutes apart, by three agents in two queues. */
export function day(date: string, n: number, from = 0): Story[] {
  return Array.from({ length: n }, (_, i) => {
    const number = from + i
    const minute = (number * 2) % 900
    const hour = String(6 + Math.floor(minute / 60)).padStart(2, '0')
    return {
      conversationId: `${date}-${String((number * 7919) % 100_003).padStart(6, '0')}`,
      startedAt: `${date}T${hour}:${String(minute % 60).padStart(2, '0')}:00.000Z`,
      queueId: number % 2 === 0 ? 'queue-sales' : 'queue-support',
      legs: [{ agentId: `agent-${number % 3}`, handledAfterMinutes: 5, handleMs: 240_000 + number }],
    }
  })
}
