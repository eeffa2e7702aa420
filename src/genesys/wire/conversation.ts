import { z } from 'zod'
import { ifReadable, numberBetween, readableInstant, readableItems } from './if-readable'

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
 * the list of participants: a record without it would count as a conversation in which nothing happened. All fields that are not named (names,
 * attributes) are dropped. What says who the customer is passes as it came, whatever it is, and becomes a pseudonym
 * (`customer-pseudonym.ts`): personal data ends at this door.
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

const flowOutcome = z.object({
  flowOutcomeId: ifReadable(word),
  flowOutcomeValue: ifReadable(word),
  flowOutcomeStartTimestamp: readableInstant,
  flowOutcomeEndTimestamp: readableInstant,
})

const flow = z.object({
  flowId: ifReadable(word),
  flowType: ifReadable(word),
  exitReason: ifReadable(word),
  transferType: ifReadable(word),
  outcomes: readableItems(flowOutcome),
})

const session = z.object({
  sessionId: word.nullish(),
  peerId: word.nullish(),
  mediaType: word.nullish(),
  direction: word.nullish(),
  ani: z.unknown().optional(),
  dnis: z.unknown().optional(),
  addressFrom: z.unknown().optional(),
  addressTo: z.unknown().optional(),
  callbackNumbers: z.unknown().optional(),
  flowOutType: ifReadable(word),
  flow: ifReadable(flow),
  segments: z.array(segment).nullish(),
  metrics: z.array(metric).nullish(),
})

const participant = z.object({
  purpose: word.nullish(),
  userId: word.nullish(),
  externalContactId: z.unknown().optional(),
  sessions: z.array(session).nullish(),
})

const survey = z.object({
  eventTime: readableInstant,
  surveyCompletedDate: readableInstant,
  surveyStatus: ifReadable(word),
  surveyPromoterScore: ifReadable(numberBetween(0, 10).int()),
  oSurveyTotalScore: ifReadable(numberBetween(-1e6, 1e6)),
  queueId: ifReadable(word),
  userId: ifReadable(word),
})

const resolution = z.object({
  eventTime: readableInstant,
  queueId: ifReadable(word),
  userId: ifReadable(word),
  nNextContactAvoided: ifReadable(numberBetween(0, 1e6).int()),
})

export const conversationRecord = z.object({
  conversationId: word.min(1),
  conversationStart: z.string(),
  conversationEnd: z.string().nullish(),
  originatingDirection: word.nullish(),
  divisionIds: z.array(word).nullish(),
  selfServed: ifReadable(z.boolean()),
  participants: z.array(participant),
  surveys: readableItems(survey),
  resolutions: readableItems(resolution),
})

export type ConversationRecord = z.infer<typeof conversationRecord>
export type ParticipantRecord = z.infer<typeof participant>
export type SessionRecord = z.infer<typeof session>
export type SegmentRecord = z.infer<typeof segment>
export type MetricRecord = z.infer<typeof metric>
export type FlowRecord = z.infer<typeof flow>
