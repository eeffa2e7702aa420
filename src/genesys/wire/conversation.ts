import { z } from 'zod'

/**
 * A conversation's record as the details job, the details query and export files tell it. In the official model nearly
 * every field is optional; demanded here is only what an event cannot do without, and
 * the list of participants: a record without it would count as a conversation in which nothing happened. All fields that are not named (numbers,
 * names, attributes) are dropped: personal data ends at this door.
 */
const metric = z.object({
  name: z.string(),
  value: z.number(),
  emitDate: z.string(),
})

const segment = z.object({
  segmentStart: z.string(),
  segmentEnd: z.string().nullish(),
  segmentType: z.string().nullish(),
  disconnectType: z.string().nullish(),
  queueId: z.string().nullish(),
  wrapUpCode: z.string().nullish(),
})

const session = z.object({
  sessionId: z.string().nullish(),
  peerId: z.string().nullish(),
  mediaType: z.string().nullish(),
  direction: z.string().nullish(),
  segments: z.array(segment).nullish(),
  metrics: z.array(metric).nullish(),
})

const participant = z.object({
  purpose: z.string().nullish(),
  userId: z.string().nullish(),
  sessions: z.array(session).nullish(),
})

export const conversationRecord = z.object({
  conversationId: z.string().min(1),
  conversationStart: z.string(),
  conversationEnd: z.string().nullish(),
  originatingDirection: z.string().nullish(),
  divisionIds: z.array(z.string()).nullish(),
  participants: z.array(participant),
})

export type ConversationRecord = z.infer<typeof conversationRecord>
export type ParticipantRecord = z.infer<typeof participant>
export type SessionRecord = z.infer<typeof session>
export type SegmentRecord = z.infer<typeof segment>
export type MetricRecord = z.infer<typeof metric>
