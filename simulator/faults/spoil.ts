import type { WireConversation } from '../details/wire'
import type { ArmedFault } from './faults'

/** Spoils one conversation of a page, as real ones have been seen spoiled; the page is left as it was. */
export function spoil(conversations: readonly WireConversation[], fault: ArmedFault): unknown[] {
  const chosen =
    fault.conversationId === undefined
      ? (fault.row ?? 0)
      : conversations.findIndex(({ conversationId }) => conversationId === fault.conversationId)
  return conversations.map((conversation, index) =>
    index === chosen ? spoiled(conversation, fault.how) : conversation,
  )
}

function spoiled(conversation: WireConversation, how: ArmedFault['how'] = 'date'): unknown {
  const copy = structuredClone(conversation)
  const session = copy.participants[0]?.sessions[0]
  switch (how) {
    case 'missing-id':
      return { ...copy, conversationId: undefined }
    case 'no-participants':
      return { ...copy, participants: undefined }
    case 'text-value':
      return {
        ...copy,
        participants: copy.participants.map((participant) => ({
          ...participant,
          sessions: participant.sessions.map((one) => ({
            ...one,
            metrics: one.metrics.map((metric) => ({ ...metric, value: 'many' })),
          })),
        })),
      }
    case 'impossible-instant':
      // What a clock that was never set says.
      return { ...copy, conversationStart: '0001-01-01T00:00:00.000Z' }
    case 'control-character-in-id':
      if (session !== undefined) session.sessionId += '\u0000'
      for (const participant of copy.participants) {
        if (participant.userId !== undefined) participant.userId += '\u0000'
      }
      return copy
    case 'absurd-duration':
      for (const metric of copy.participants.flatMap(({ sessions }) =>
        sessions.flatMap((one) => one.metrics),
      )) {
        if (metric.name.startsWith('t')) metric.value = Number.MAX_SAFE_INTEGER
      }
      return copy
    default:
      // 2026-10-2T…: the malformed date of a real recorded payload, a day with one digit cut off.
      for (const segment of session?.segments ?? []) {
        segment.segmentStart = segment.segmentStart.replace(/(\d{4}-\d\d-\d)\dT/, '$1T')
      }
      return copy
  }
}
