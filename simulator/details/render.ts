import { iso, type Millis } from '../clock'
import type { Book, Reference } from '../conversations/book'
import type { Emission, FlowOutcome, Leg, Party, Stretch, Timeline } from '../conversations/timeline'
import { renderResolutions, renderSurveys } from './render-afterwards'
import type { WireConversation, WireMetric, WireParticipant, WireSegment, WireSession } from './wire'

/**
 * A conversation's details as the platform's record reads at an instant: only what had happened by then,
 * and of that only what the record already showed.
 *
 * @param withAttributes jobs show participant attributes, the query does not
 */
export function renderConversation(
  timeline: Timeline,
  asOf: Millis,
  withAttributes: boolean,
): WireConversation {
  const participants: WireParticipant[] = []
  let lastEnd = timeline.start
  let open = false
  for (const party of timeline.parties) {
    const sessions: WireSession[] = []
    for (const leg of party.legs) {
      const seen = leg.stretches.filter((stretch) => (stretch.knownAt ?? stretch.from) <= asOf)
      if (seen.length === 0) continue
      for (const { to } of seen) {
        if (to === null || to > asOf) open = true
        else if (to > lastEnd) lastEnd = to
      }
      sessions.push(renderSession(leg, seen, asOf))
    }
    if (sessions.length > 0) participants.push(renderParticipant(party, sessions, withAttributes))
  }
  const conversation: WireConversation = {
    conversationId: timeline.id,
    conversationStart: iso(timeline.start),
    originatingDirection: timeline.direction,
    divisionIds: [...timeline.divisionIds],
    participants,
  }
  if (!open) conversation.conversationEnd = iso(lastEnd)
  if (timeline.selfServed && !open) conversation.selfServed = true
  if (timeline.conferenceStart !== undefined && timeline.conferenceStart <= asOf) {
    conversation.conferenceStart = iso(timeline.conferenceStart)
  }
  if (timeline.minMos !== undefined) {
    conversation.mediaStatsMinConversationMos = timeline.minMos
    conversation.mediaStatsMinConversationRFactor = Math.round(timeline.minMos * 19.2e6) / 1e6
  }
  const surveys = renderSurveys(timeline, asOf)
  if (surveys.length > 0) conversation.surveys = surveys
  const resolutions = renderResolutions(timeline, asOf)
  if (resolutions.length > 0) conversation.resolutions = resolutions
  return conversation
}

/** The details of several conversations, one after the other. */
export function* renderEach(
  book: Book,
  references: readonly Reference[],
  asOf: Millis,
  withAttributes: boolean,
): Generator<WireConversation> {
  for (const reference of references) yield renderConversation(book.tell(reference), asOf, withAttributes)
}

function renderParticipant(party: Party, sessions: WireSession[], withAttributes: boolean): WireParticipant {
  const participant: WireParticipant = { participantId: party.id, purpose: party.purpose, sessions }
  if (party.name !== undefined) participant.participantName = party.name
  if (party.userId !== undefined) participant.userId = party.userId
  if (party.externalContactId !== undefined) participant.externalContactId = party.externalContactId
  if (withAttributes) participant.attributes = { ...party.attributes }
  return participant
}

function renderSession(leg: Leg, stretches: readonly Stretch[], asOf: Millis): WireSession {
  const session: WireSession = {
    sessionId: leg.id,
    mediaType: leg.mediaType,
    direction: leg.direction,
    metrics: leg.emissions.filter((emission) => (emission.knownAt ?? emission.at) <= asOf).map(renderMetric),
    segments: stretches.map((stretch) => renderSegment(leg, stretch, asOf)),
  }
  Object.assign(session, leg.traits)
  if (leg.peerId !== undefined) session.peerId = leg.peerId
  if (leg.settled && leg.settled.at <= asOf) Object.assign(session, leg.settled.traits)
  if (leg.flow) {
    const over = stretches.every((stretch) => stretch.to !== null && stretch.to <= asOf)
    session.flow = over ? { ...leg.flow.begun, ...leg.flow.ended } : { ...leg.flow.begun }
    const outcomes = leg.flow.outcomes.filter(({ to }) => to <= asOf).map(renderOutcome)
    if (outcomes.length > 0) session.flow.outcomes = outcomes
  }
  return session
}

function renderOutcome({ id, isSuccess, from, to }: FlowOutcome): Record<string, string> {
  return {
    flowOutcomeId: id,
    flowOutcomeValue: isSuccess ? 'SUCCESS' : 'FAILURE',
    flowOutcomeStartTimestamp: iso(from),
    flowOutcomeEndTimestamp: iso(to),
  }
}

function renderMetric(emission: Emission): WireMetric {
  return { name: emission.name, value: emission.value, emitDate: iso(emission.at) }
}

function renderSegment(leg: Leg, stretch: Stretch, asOf: Millis): WireSegment {
  const segment: WireSegment = {
    segmentStart: iso(stretch.from),
    segmentType: stretch.type,
    conference: stretch.conference ?? false,
  }
  if (leg.queue) segment.queueId = leg.queue.id
  if (stretch.to === null || stretch.to > asOf) return segment
  segment.segmentEnd = iso(stretch.to)
  if (stretch.disconnect !== undefined) segment.disconnectType = stretch.disconnect
  if (stretch.wrapUpCode !== undefined) segment.wrapUpCode = stretch.wrapUpCode
  if (stretch.wrapUpNote !== undefined) segment.wrapUpNote = stretch.wrapUpNote
  if (stretch.errorCode !== undefined) segment.errorCode = stretch.errorCode
  return segment
}
