import { z } from 'zod'

/**
 * An id, a code or a name of a kind. Longer than any the platform writes, or with a control character or half a
 * character (a lone surrogate) in it, it is none: Postgres cannot keep the one, and would make two ids one of the other.
 */
const longestWord = 200
const word = z.string().refine((text) => text.length <= longestWord && /^[^\p{Cc}\p{Cs}]*$/u.test(text), {
  error: `expected at most ${longestWord} characters and no control characters`,
})

/**
 * A conversation's record as the details job, the details query and export files tell it. In the official model nearly
 * every field is optional; demanded here is only what an event cannot do without, and
 * the list of participants: a record without it would count as a conversation in which nothing happened. All fields that are not named (numbers,
 * names, attributes) are dropped: personal data ends at this door.
 */
const metric = z.object({
  name: word,
  value: z.number(),
  emitDate: z.string(),
})

const segment = z.object({
  segmentStart: z.string(),
  segmentEnd: z.string().nullish(),
  segmentType: word.nullish(),
  disconnectType: word.nullish(),
  queueId: word.nullish(),
  wrapUpCode: word.nullish(),
})

const session = z.object({
  sessionId: word.nullish(),
  peerId: word.nullish(),
  mediaType: word.nullish(),
  direction: word.nullish(),
  segments: z.array(segment).nullish(),
  metrics: z.array(metric).nullish(),
})

const participant = z.object({
  purpose: word.nullish(),
  userId: word.nullish(),
  sessions: z.array(session).nullish(),
})

export const conversationRecord = z.object({
  conversationId: word.min(1),
  conversationStart: z.string(),
  conversationEnd: z.string().nullish(),
  originatingDirection: word.nullish(),
  divisionIds: z.array(word).nullish(),
  participants: z.array(participant),
})

export type ConversationRecord = z.infer<typeof conversationRecord>
export type ParticipantRecord = z.infer<typeof participant>
export type SessionRecord = z.infer<typeof session>
export type SegmentRecord = z.infer<typeof segment>
export type MetricRecord = z.infer<typeof metric>
