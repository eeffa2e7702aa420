import { TerminalError } from '../errors'
import type { Direction } from '../events/event'
import { ByteReader } from './byte-reader'
import { ByteWriter } from './byte-writer'
import type { AgentLeg, ConversationFacts, QueueVisit, QueueVisitOutcome } from './fact'
import { Interning } from './interning'
import type { Measurements } from './measurements'

/**
 * The stored form of facts: about 0.25 kB a conversation, read twice as fast as the same in JSON. Numbers are written as
 * `ByteWriter` writes them; instants are milliseconds after the conversation's start, null being nothing; ordinals are
 * positions. Texts (ids, media, codes) stand once in a table and are pointed at by position from 1, 0 being none.
 *
 *   format, startedAt, conversationId, endedAt?, direction, number of texts, text…,
 *   number of visits, visit…, number of legs, leg…
 *   visit: queue, medium, direction, enteredAt, leftAt?, outcome, agent, measurements
 *   leg:   agent, queue, medium, direction, startedAt, endedAt?, wrapUpCode, disconnect, flags, measurements
 *   measurements: how many, and of each: code × 2 (+ 1 when the value is no small whole number), the text when the code
 *   is 0, at (after the one before), value
 *
 * The same facts always give the same bytes, so their hash says whether facts changed.
 */
const format = 2

// The lists below are stored by position: append, never reorder.
const directions: readonly (Direction | null)[] = [null, 'inbound', 'outbound']
const outcomes: readonly QueueVisitOutcome[] = ['waiting', 'answered', 'abandoned', 'flow-out', 'unknown']
const consultOnlyFlag = 1
const fromSegmentsFlag = 2

/** @throws RangeError for instants that are no whole milliseconds */
export function encodeFacts(facts: ConversationFacts): Buffer {
  const texts = tableOfTexts(facts)
  const position = (text: string | null) => (text === null ? 0 : (texts.get(text) as number))
  const start = facts.startedAt
  const to = new ByteWriter()
  const after = (at: number | null) => to.optional(at === null ? null : at - start)
  to.unsigned(format)
  to.signed(start)
  to.text(facts.conversationId)
  after(facts.endedAt)
  to.unsigned(directions.indexOf(facts.direction))
  to.unsigned(texts.size)
  for (const text of texts.keys()) to.text(text)
  to.unsigned(facts.queueVisits.length)
  for (const visit of facts.queueVisits) {
    to.unsigned(position(visit.queueId))
    to.unsigned(position(visit.mediaType))
    to.unsigned(directions.indexOf(visit.direction))
    to.signed(visit.enteredAt - start)
    after(visit.leftAt)
    to.unsigned(outcomes.indexOf(visit.outcome))
    to.unsigned(position(visit.agentId))
    writeMeasurements(to, visit.measurements, start)
  }
  to.unsigned(facts.agentLegs.length)
  for (const leg of facts.agentLegs) {
    to.unsigned(position(leg.agentId))
    to.unsigned(position(leg.queueId))
    to.unsigned(position(leg.mediaType))
    to.unsigned(directions.indexOf(leg.direction))
    to.signed(leg.startedAt - start)
    after(leg.endedAt)
    to.unsigned(position(leg.wrapUpCode))
    to.unsigned(position(leg.disconnect))
    to.unsigned((leg.consultOnly ? consultOnlyFlag : 0) + (leg.measuredFromSegments ? fromSegmentsFlag : 0))
    writeMeasurements(to, leg.measurements, start)
  }
  return to.written()
}

/** Every text of the facts but the conversation's id, with its position, in the order in which they are met. */
function tableOfTexts({ queueVisits, agentLegs }: ConversationFacts): Map<string, number> {
  const texts = new Map<string, number>()
  const meet = (text: string | null) => {
    if (text !== null && !texts.has(text)) texts.set(text, texts.size + 1)
  }
  for (const { queueId, mediaType, agentId } of queueVisits)
    for (const text of [queueId, mediaType, agentId]) meet(text)
  for (const { agentId, queueId, mediaType, wrapUpCode, disconnect } of agentLegs) {
    for (const text of [agentId, queueId, mediaType, wrapUpCode, disconnect]) meet(text)
  }
  return texts
}

function writeMeasurements(to: ByteWriter, measurements: Measurements, start: number): void {
  to.unsigned(measurements.length / 3)
  let before = start
  for (let i = 0; i < measurements.length; i += 3) {
    const code = measurements[i] as number | string
    const at = measurements[i + 1] as number
    const value = measurements[i + 2] as number
    const exact = Number.isInteger(value) && Math.abs(value) < 2 ** 52 && !Object.is(value, -0)
    to.unsigned((typeof code === 'number' ? code * 2 : 0) + (exact ? 0 : 1))
    if (typeof code === 'string') to.text(code)
    to.signed(at - before)
    if (exact) to.signed(value)
    else to.float(value)
    before = at
  }
}

/** Reads stored facts. It remembers the texts it met, so keep one for as long as you read. */
export class FactsReader {
  private readonly from = new ByteReader(new Interning())
  private readonly texts: (string | null)[] = [null]

  /**
   * The facts that begin at `start`.
   * @throws TerminalError for bytes that another version of Retally wrote
   */
  read(bytes: Uint8Array, start = 0): ConversationFacts {
    const { from, texts } = this
    from.open(bytes, start)
    refuseOtherFormats(from.unsigned())
    const startedAt = from.signed()
    const conversationId = from.freshText()
    const endedAt = from.optional()
    const direction = directions[from.unsigned()] as Direction | null
    const count = from.unsigned()
    for (let i = 1; i <= count; i++) texts[i] = from.text()
    return {
      conversationId,
      startedAt,
      endedAt: endedAt === null ? null : endedAt + startedAt,
      direction,
      queueVisits: this.queueVisits(startedAt),
      agentLegs: this.agentLegs(startedAt),
    }
  }

  private queueVisits(start: number): QueueVisit[] {
    const { from, texts } = this
    const count = from.unsigned()
    const visits: QueueVisit[] = []
    for (let ordinal = 0; ordinal < count; ordinal++) {
      const queueId = texts[from.unsigned()] as string | null
      const mediaType = texts[from.unsigned()] as string
      const direction = directions[from.unsigned()] as Direction | null
      const enteredAt = from.signed() + start
      const left = from.optional()
      const outcome = outcomes[from.unsigned()] as QueueVisitOutcome
      const agentId = texts[from.unsigned()] as string | null
      const leftAt = left === null ? null : left + start
      const measurements = readMeasurements(from, start)
      visits.push({
        ordinal,
        queueId,
        mediaType,
        direction,
        enteredAt,
        leftAt,
        outcome,
        agentId,
        measurements,
      })
    }
    return visits
  }

  private agentLegs(start: number): AgentLeg[] {
    const { from, texts } = this
    const count = from.unsigned()
    const legs: AgentLeg[] = []
    for (let ordinal = 0; ordinal < count; ordinal++) {
      const agentId = texts[from.unsigned()] as string | null
      const queueId = texts[from.unsigned()] as string | null
      const mediaType = texts[from.unsigned()] as string
      const direction = directions[from.unsigned()] as Direction | null
      const startedAt = from.signed() + start
      const ended = from.optional()
      const wrapUpCode = texts[from.unsigned()] as string | null
      const disconnect = texts[from.unsigned()] as string | null
      const flags = from.unsigned()
      legs.push({
        ordinal,
        agentId,
        queueId,
        mediaType,
        direction,
        startedAt,
        endedAt: ended === null ? null : ended + start,
        wrapUpCode,
        disconnect,
        consultOnly: (flags & consultOnlyFlag) !== 0,
        measuredFromSegments: (flags & fromSegmentsFlag) !== 0,
        measurements: readMeasurements(from, start),
      })
    }
    return legs
  }
}

function readMeasurements(from: ByteReader, start: number): Measurements {
  const count = from.unsigned()
  const measurements: (number | string)[] = []
  let at = start
  for (let i = 0; i < count; i++) {
    const tag = from.unsigned()
    const code = tag >>> 1
    measurements.push(code === 0 ? from.text() : code)
    at += from.signed()
    measurements.push(at)
    measurements.push((tag & 1) === 0 ? from.signed() : from.float())
  }
  return measurements
}

function refuseOtherFormats(found: number): void {
  if (found === format) return
  throw new TerminalError(
    `Cannot read stored facts of format ${found}: this version reads format ${format}.`,
    {
      code: 'facts.unknown-format',
      fields: { format: found },
      advice:
        'Fold the conversations again from the archive, as `retally recompute` does, or use the version of Retally that wrote them.',
    },
  )
}
