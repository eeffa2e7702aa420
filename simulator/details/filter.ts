import { refuseNonObject, refuseOtherPredicates } from '../read-predicate'
import type { WireConversation, WireParticipant, WireSegment, WireSession } from './wire'

interface Predicate {
  type?: string
  dimension?: string
  operator?: string
  value?: string | null
}

export interface DetailFilter {
  type: string
  predicates?: readonly Predicate[]
  clauses?: readonly DetailFilter[]
}

/** One segment with everything it belongs to: what a segment filter is tested against. */
interface SegmentRow {
  participant: WireParticipant
  session: WireSession
  segment: WireSegment
}

const conversationDimensions: Record<string, (conversation: WireConversation) => readonly string[]> = {
  conversationId: (conversation) => [conversation.conversationId],
  conversationStart: (conversation) => [conversation.conversationStart],
  conversationEnd: (conversation) => (conversation.conversationEnd ? [conversation.conversationEnd] : []),
  originatingDirection: (conversation) => [conversation.originatingDirection],
  divisionId: (conversation) => conversation.divisionIds,
}

const segmentDimensions: Record<string, (row: SegmentRow) => string | undefined> = {
  queueId: ({ segment }) => segment.queueId,
  segmentType: ({ segment }) => segment.segmentType,
  disconnectType: ({ segment }) => segment.disconnectType,
  wrapUpCode: ({ segment }) => segment.wrapUpCode,
  userId: ({ participant }) => participant.userId,
  purpose: ({ participant }) => participant.purpose,
  mediaType: ({ session }) => session.mediaType,
  direction: ({ session }) => session.direction,
}

/**
 * Turns conversation and segment filters into one test of a rendered conversation. All filters must hold;
 * a segment filter holds when one segment satisfies it. Throws at dimensions that are not simulated.
 */
export function compileDetailFilters(
  conversationFilters: readonly DetailFilter[],
  segmentFilters: readonly DetailFilter[],
): ((conversation: WireConversation) => boolean) | null {
  if (conversationFilters.length === 0 && segmentFilters.length === 0) return null
  const ofConversation = conversationFilters.map((filter) => compile(filter, conversationPredicate))
  const ofSegment = segmentFilters.map((filter) => compile(filter, segmentPredicate))
  return (conversation) =>
    ofConversation.every((test) => test(conversation)) &&
    ofSegment.every((test) => rowsOf(conversation).some((row) => test(row)))
}

function compile<T>(
  filter: DetailFilter,
  leaf: (predicate: Predicate) => (subject: T) => boolean,
): (subject: T) => boolean {
  refuseNonObject('filter', filter)
  const tests = [
    ...(filter.clauses ?? []).map((clause) => compile(clause, leaf)),
    ...(filter.predicates ?? []).map((predicate) => {
      refuseOtherPredicates(predicate)
      return leaf(predicate)
    }),
  ]
  const type = String(filter.type).toLowerCase()
  if (type === 'and') return (subject) => tests.every((test) => test(subject))
  if (type === 'or') return (subject) => tests.some((test) => test(subject))
  throw new RangeError(`Filter type [${filter.type}] is not valid. Allowable values are: and, or`)
}

function conversationPredicate(predicate: Predicate): (conversation: WireConversation) => boolean {
  const read = conversationDimensions[predicate.dimension ?? '']
  if (!read) throw new RangeError(`Conversation filter dimension [${predicate.dimension}] is not valid`)
  const test = compare(predicate)
  return (conversation) => test(read(conversation))
}

function segmentPredicate(predicate: Predicate): (row: SegmentRow) => boolean {
  const read = segmentDimensions[predicate.dimension ?? '']
  if (!read) throw new RangeError(`Segment filter dimension [${predicate.dimension}] is not valid`)
  const test = compare(predicate)
  return (row) => {
    const value = read(row)
    return test(value === undefined ? [] : [value])
  }
}

function compare({ operator = 'matches', value }: Predicate): (values: readonly string[]) => boolean {
  switch (operator) {
    case 'matches':
      return value === null ? (values) => values.length === 0 : (values) => values.includes(String(value))
    case 'exists':
      return (values) => values.length > 0
    case 'notExists':
      return (values) => values.length === 0
    default:
      throw new RangeError(
        `Filter operator [${operator}] is not valid. Allowable values are: matches, exists, notExists`,
      )
  }
}

function rowsOf(conversation: WireConversation): SegmentRow[] {
  return conversation.participants.flatMap((participant) =>
    participant.sessions.flatMap((session) =>
      session.segments.map((segment) => ({ participant, session, segment })),
    ),
  )
}
