import { TerminalError } from '../errors'
import type { Direction } from '../events/event'
import type { AgentLeg, ConversationFacts, QueueVisit, QueueVisitOutcome } from './fact'
import type { Measurements } from './measurements'

/**
 * The stored form of facts: one JSON array without names, about 0.6 kB a conversation. Texts (ids, media, codes)
 * stand once in a table and are pointed at by position from 1, 0 being none; instants are milliseconds after the
 * conversation's start; ordinals are positions.
 *
 *   [format, conversationId, startedAt, endedAt|null, direction, [text…], [visit…], [leg…]]
 *   visit: [queue, medium, direction, enteredAt, leftAt|null, outcome, agent, measurements]
 *   leg:   [agent, queue, medium, direction, startedAt, endedAt|null, wrapUpCode, disconnect, flags, measurements]
 *
 * The same facts always give the same text, so its hash says whether facts changed.
 */
const format = 1

// The lists below are stored by position: append, never reorder.
const directions: readonly (Direction | null)[] = [null, 'inbound', 'outbound']
const outcomes: readonly QueueVisitOutcome[] = ['waiting', 'answered', 'abandoned', 'flow-out', 'unknown']
const consultOnlyFlag = 1
const fromSegmentsFlag = 2

type CompactVisit = [number, number, number, number, number | null, number, number, (number | string)[]]
type CompactLeg = [
  number,
  number,
  number,
  number,
  number,
  number | null,
  number,
  number,
  number,
  (number | string)[],
]
type CompactFacts = [number, string, number, number | null, number, string[], CompactVisit[], CompactLeg[]]

export function encodeFacts(facts: ConversationFacts): string {
  const start = facts.startedAt
  const texts: string[] = []
  const positions = new Map<string, number>()
  const position = (text: string | null): number => {
    if (text === null) return 0
    const known = positions.get(text)
    if (known !== undefined) return known
    texts.push(text)
    positions.set(text, texts.length)
    return texts.length
  }
  const after = (at: number | null) => (at === null ? null : at - start)
  const visits = facts.queueVisits.map(
    (visit): CompactVisit => [
      position(visit.queueId),
      position(visit.mediaType),
      directions.indexOf(visit.direction),
      visit.enteredAt - start,
      after(visit.leftAt),
      outcomes.indexOf(visit.outcome),
      position(visit.agentId),
      shifted(visit.measurements, -start),
    ],
  )
  const legs = facts.agentLegs.map(
    (leg): CompactLeg => [
      position(leg.agentId),
      position(leg.queueId),
      position(leg.mediaType),
      directions.indexOf(leg.direction),
      leg.startedAt - start,
      after(leg.endedAt),
      position(leg.wrapUpCode),
      position(leg.disconnect),
      (leg.consultOnly ? consultOnlyFlag : 0) + (leg.measuredFromSegments ? fromSegmentsFlag : 0),
      shifted(leg.measurements, -start),
    ],
  )
  const compact: CompactFacts = [
    format,
    facts.conversationId,
    start,
    after(facts.endedAt),
    directions.indexOf(facts.direction),
    texts,
    visits,
    legs,
  ]
  return JSON.stringify(compact)
}

function shifted(measurements: Measurements, by: number): (number | string)[] {
  const moved = [...measurements]
  for (let i = 1; i < moved.length; i += 3) moved[i] = (moved[i] as number) + by
  return moved
}

/** @throws TerminalError for a text that another version of Retally wrote */
export function decodeFacts(text: string): ConversationFacts {
  const compact = JSON.parse(text) as CompactFacts
  if (compact[0] !== format) {
    throw new TerminalError(
      `Cannot read stored facts of format ${compact[0]}: this version reads format ${format}.`,
      {
        code: 'facts.unknown-format',
        fields: { format: compact[0] },
        advice:
          'Use the version of Retally that wrote them, or fold the conversations again from the archive.',
      },
    )
  }
  const start = compact[2]
  const texts: readonly (string | null)[] = [null, ...compact[5]]
  return {
    conversationId: compact[1],
    startedAt: start,
    endedAt: compact[3] === null ? null : compact[3] + start,
    direction: directions[compact[4]] as Direction | null,
    queueVisits: decodeVisits(compact[6], texts, start),
    agentLegs: decodeLegs(compact[7], texts, start),
  }
}

// Straight loops over the freshly parsed arrays, shifted in place: a replay decodes every conversation it reads.

function decodeVisits(compact: readonly CompactVisit[], texts: readonly (string | null)[], start: number) {
  const visits: QueueVisit[] = []
  for (let ordinal = 0; ordinal < compact.length; ordinal++) {
    const visit = compact[ordinal] as CompactVisit
    visits.push({
      ordinal,
      queueId: texts[visit[0]] as string | null,
      mediaType: texts[visit[1]] as string,
      direction: directions[visit[2]] as Direction | null,
      enteredAt: visit[3] + start,
      leftAt: visit[4] === null ? null : visit[4] + start,
      outcome: outcomes[visit[5]] as QueueVisitOutcome,
      agentId: texts[visit[6]] as string | null,
      measurements: shiftInPlace(visit[7], start),
    })
  }
  return visits
}

function decodeLegs(compact: readonly CompactLeg[], texts: readonly (string | null)[], start: number) {
  const legs: AgentLeg[] = []
  for (let ordinal = 0; ordinal < compact.length; ordinal++) {
    const leg = compact[ordinal] as CompactLeg
    legs.push({
      ordinal,
      agentId: texts[leg[0]] as string | null,
      queueId: texts[leg[1]] as string | null,
      mediaType: texts[leg[2]] as string,
      direction: directions[leg[3]] as Direction | null,
      startedAt: leg[4] + start,
      endedAt: leg[5] === null ? null : leg[5] + start,
      wrapUpCode: texts[leg[6]] as string | null,
      disconnect: texts[leg[7]] as string | null,
      consultOnly: (leg[8] & consultOnlyFlag) !== 0,
      measuredFromSegments: (leg[8] & fromSegmentsFlag) !== 0,
      measurements: shiftInPlace(leg[9], start),
    })
  }
  return legs
}

function shiftInPlace(measurements: (number | string)[], by: number): Measurements {
  for (let i = 1; i < measurements.length; i += 3) measurements[i] = (measurements[i] as number) + by
  return measurements
}
