import { TerminalError } from '../errors'
import type { Direction } from '../events/event'
import { ByteReader } from './byte-reader'
import { ByteWriter } from './byte-writer'
import type {
  AgentLeg,
  ConversationFacts,
  FlowOutcome,
  FlowStay,
  QueueVisit,
  QueueVisitOutcome,
  Resolution,
  Survey,
  TransferTarget,
} from './fact'
import { Interning } from './interning'
import { knownWords } from './known-words'
import type { Measurements } from './measurements'

/**
 * The stored form of facts: about 0.2 kB a conversation, read twice as fast as the same in JSON. Numbers are written as
 * `ByteWriter` writes them; instants are milliseconds after the conversation's start, null being nothing; ordinals are
 * positions. Texts (ids, media, codes) are pointed at by position, 0 being none: first come the known words, then those that
 * stand in the conversation's own table.
 *
 *   format, startedAt, conversationId, endedAt?, told, customer?, number of texts, text…,
 *   number of visits, visit…, number of legs, leg…, the rest?
 *   told:  direction + 4 × self-served (0 none, 1 no, 2 yes) + 16 with a customer + 32 with a rest
 *   visit: queue, medium, direction, enteredAt, leftAt?, outcome (+ 8 with a flow-out type, + 16 with a quality), agent,
 *          flow-out type?, quality?, measurements
 *   leg:   agent, queue, medium, direction, startedAt, endedAt?, wrapUpCode, disconnect,
 *          flags + 4 × where it was transferred to (+ 32 with a quality), quality?, measurements
 *   rest:  number of flows, flow…, number of surveys, survey…, number of resolutions, resolution…
 *   flow:  flow, type, medium, startedAt, endedAt?, exitReason, transferType, number of outcomes, outcome…, measurements
 *   outcome: outcome, value, startedAt?, endedAt?
 *   survey:  status, occurredAt?, completedAt?, score?, promoterScore?, agent, queue
 *   resolution: at, queue, agent, nextContactAvoided
 *   measurements: how many, and of each: code × 2 (+ 1 when the value is no small whole number), the text when the code
 *   is 0, at (after the one before), value
 *
 * The same facts always give the same bytes, so their hash says whether facts changed.
 */
const format = 3

// The lists below are stored by position: append, never reorder.
const directions: readonly (Direction | null)[] = [null, 'inbound', 'outbound']
const outcomes: readonly QueueVisitOutcome[] = ['waiting', 'answered', 'abandoned', 'flow-out', 'unknown']
const transferTargets: readonly (TransferTarget | null)[] = [null, 'queue', 'agent', 'flow', 'external']
const selfServedWords: readonly (boolean | null)[] = [null, false, true]
const consultOnlyFlag = 1
const fromSegmentsFlag = 2
const customerFlag = 16
const restFlag = 32
const flowOutTypeFlag = 8
const visitQualityFlag = 16
const legQualityFlag = 32

const positionOfWord = new Map(knownWords.map((word, index) => [word, index + 1]))
const firstOwn = knownWords.length + 1

/** @throws RangeError for instants that are no whole milliseconds */
export function encodeFacts(facts: ConversationFacts): Buffer {
  const texts = tableOfTexts(facts)
  const position = (text: string | null) =>
    text === null ? 0 : ((positionOfWord.get(text) ?? texts.get(text)) as number)
  const start = facts.startedAt
  const to = new ByteWriter()
  const after = (at: number | null) => to.optional(at === null ? null : at - start)
  to.unsigned(format)
  to.signed(start)
  to.text(facts.conversationId)
  after(facts.endedAt)
  const hasRest = facts.flows.length + facts.surveys.length + facts.resolutions.length > 0
  to.unsigned(
    directions.indexOf(facts.direction) +
      selfServedWords.indexOf(facts.selfServed) * 4 +
      (facts.customer === null ? 0 : customerFlag) +
      (hasRest ? restFlag : 0),
  )
  if (facts.customer !== null) to.pseudonym(facts.customer)
  to.unsigned(texts.size)
  for (const text of texts.keys()) to.text(text)
  to.unsigned(facts.queueVisits.length)
  for (const visit of facts.queueVisits) {
    to.unsigned(position(visit.queueId))
    to.unsigned(position(visit.mediaType))
    to.unsigned(directions.indexOf(visit.direction))
    to.signed(visit.enteredAt - start)
    after(visit.leftAt)
    to.unsigned(
      outcomes.indexOf(visit.outcome) +
        (visit.flowOutType === null ? 0 : flowOutTypeFlag) +
        (visit.quality === 0 ? 0 : visitQualityFlag),
    )
    to.unsigned(position(visit.agentId))
    if (visit.flowOutType !== null) to.unsigned(position(visit.flowOutType))
    if (visit.quality !== 0) to.unsigned(visit.quality)
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
    to.unsigned(
      (leg.consultOnly ? consultOnlyFlag : 0) +
        (leg.measuredFromSegments ? fromSegmentsFlag : 0) +
        transferTargets.indexOf(leg.transferredTo) * 4 +
        (leg.quality === 0 ? 0 : legQualityFlag),
    )
    if (leg.quality !== 0) to.unsigned(leg.quality)
    writeMeasurements(to, leg.measurements, start)
  }
  if (hasRest) writeRest(to, facts, position)
  return to.written()
}

function writeRest(
  to: ByteWriter,
  { startedAt: start, flows, surveys, resolutions }: ConversationFacts,
  position: (text: string | null) => number,
): void {
  const after = (at: number | null) => to.optional(at === null ? null : at - start)
  to.unsigned(flows.length)
  for (const flow of flows) {
    to.unsigned(position(flow.flowId))
    to.unsigned(position(flow.flowType))
    to.unsigned(position(flow.mediaType))
    to.signed(flow.startedAt - start)
    after(flow.endedAt)
    to.unsigned(position(flow.exitReason))
    to.unsigned(position(flow.transferType))
    to.unsigned(flow.outcomes.length)
    for (const outcome of flow.outcomes) {
      to.unsigned(position(outcome.outcomeId))
      to.unsigned(position(outcome.value))
      after(outcome.startedAt)
      after(outcome.endedAt)
    }
    writeMeasurements(to, flow.measurements, start)
  }
  to.unsigned(surveys.length)
  for (const survey of surveys) {
    to.unsigned(position(survey.status))
    after(survey.occurredAt)
    after(survey.completedAt)
    to.optional(survey.scoreHundredths)
    to.optional(survey.promoterScore)
    to.unsigned(position(survey.agentId))
    to.unsigned(position(survey.queueId))
  }
  to.unsigned(resolutions.length)
  for (const resolution of resolutions) {
    to.signed(resolution.at - start)
    to.unsigned(position(resolution.queueId))
    to.unsigned(position(resolution.agentId))
    to.unsigned(resolution.nextContactAvoided)
  }
}

/** Every text of the facts but known words, the conversation's id and its customer: with its position, as they are met. */
function tableOfTexts(facts: ConversationFacts): Map<string, number> {
  const texts = new Map<string, number>()
  const meet = (text: string | null) => {
    if (text === null || positionOfWord.has(text) || texts.has(text)) return
    texts.set(text, firstOwn + texts.size)
  }
  for (const { queueId, mediaType, agentId, flowOutType } of facts.queueVisits)
    for (const text of [queueId, mediaType, agentId, flowOutType]) meet(text)
  for (const { agentId, queueId, mediaType, wrapUpCode, disconnect } of facts.agentLegs) {
    for (const text of [agentId, queueId, mediaType, wrapUpCode, disconnect]) meet(text)
  }
  for (const { flowId, flowType, mediaType, exitReason, transferType, outcomes } of facts.flows) {
    for (const text of [flowId, flowType, mediaType, exitReason, transferType]) meet(text)
    for (const { outcomeId, value } of outcomes) for (const text of [outcomeId, value]) meet(text)
  }
  for (const { status, agentId, queueId } of facts.surveys)
    for (const text of [status, agentId, queueId]) meet(text)
  for (const { queueId, agentId } of facts.resolutions) for (const text of [queueId, agentId]) meet(text)
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
  private readonly texts: (string | null)[] = [null, ...knownWords]

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
    const told = from.unsigned()
    const customer = (told & customerFlag) === 0 ? null : from.pseudonym()
    const count = from.unsigned()
    for (let i = 0; i < count; i++) texts[firstOwn + i] = from.text()
    const queueVisits = this.queueVisits(startedAt)
    const agentLegs = this.agentLegs(startedAt)
    const hasRest = (told & restFlag) !== 0
    return {
      conversationId,
      startedAt,
      endedAt: endedAt === null ? null : endedAt + startedAt,
      direction: directions[told & 3] as Direction | null,
      customer,
      selfServed: selfServedWords[(told >>> 2) & 3] as boolean | null,
      queueVisits,
      agentLegs,
      flows: hasRest ? this.flows(startedAt) : none,
      surveys: hasRest ? this.surveys(startedAt) : none,
      resolutions: hasRest ? this.resolutions(startedAt) : none,
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
      const ended = from.unsigned()
      const outcome = outcomes[ended & 7] as QueueVisitOutcome
      const agentId = texts[from.unsigned()] as string | null
      const flowOutType = (ended & flowOutTypeFlag) === 0 ? null : (texts[from.unsigned()] as string)
      const quality = (ended & visitQualityFlag) === 0 ? 0 : from.unsigned()
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
        quality,
        flowOutType,
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
      const quality = (flags & legQualityFlag) === 0 ? 0 : from.unsigned()
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
        transferredTo: transferTargets[(flags >>> 2) & 7] as TransferTarget | null,
        quality,
        measuredFromSegments: (flags & fromSegmentsFlag) !== 0,
        measurements: readMeasurements(from, start),
      })
    }
    return legs
  }

  private flows(start: number): FlowStay[] {
    const { from, texts } = this
    const count = from.unsigned()
    const flows: FlowStay[] = []
    for (let ordinal = 0; ordinal < count; ordinal++) {
      flows.push({
        ordinal,
        flowId: texts[from.unsigned()] as string | null,
        flowType: texts[from.unsigned()] as string,
        mediaType: texts[from.unsigned()] as string,
        startedAt: from.signed() + start,
        endedAt: readAfter(from, start),
        exitReason: texts[from.unsigned()] as string | null,
        transferType: texts[from.unsigned()] as string | null,
        outcomes: this.outcomes(start),
        measurements: readMeasurements(from, start),
      })
    }
    return flows
  }

  private outcomes(start: number): readonly FlowOutcome[] {
    const { from, texts } = this
    const count = from.unsigned()
    if (count === 0) return none
    const outcomes: FlowOutcome[] = []
    for (let i = 0; i < count; i++) {
      outcomes.push({
        outcomeId: texts[from.unsigned()] as string | null,
        value: texts[from.unsigned()] as string,
        startedAt: readAfter(from, start),
        endedAt: readAfter(from, start),
      })
    }
    return outcomes
  }

  private surveys(start: number): readonly Survey[] {
    const { from, texts } = this
    const count = from.unsigned()
    if (count === 0) return none
    const surveys: Survey[] = []
    for (let ordinal = 0; ordinal < count; ordinal++) {
      surveys.push({
        ordinal,
        status: texts[from.unsigned()] as string,
        occurredAt: readAfter(from, start),
        completedAt: readAfter(from, start),
        scoreHundredths: from.optional(),
        promoterScore: from.optional(),
        agentId: texts[from.unsigned()] as string | null,
        queueId: texts[from.unsigned()] as string | null,
      })
    }
    return surveys
  }

  private resolutions(start: number): readonly Resolution[] {
    const { from, texts } = this
    const count = from.unsigned()
    if (count === 0) return none
    const resolutions: Resolution[] = []
    for (let i = 0; i < count; i++) {
      resolutions.push({
        at: from.signed() + start,
        queueId: texts[from.unsigned()] as string | null,
        agentId: texts[from.unsigned()] as string | null,
        nextContactAvoided: from.unsigned(),
      })
    }
    return resolutions
  }
}

/** What most conversations have of flows, surveys and resolutions; shared, since it is never changed. */
const none: readonly never[] = Object.freeze([])

function readAfter(from: ByteReader, start: number): number | null {
  const after = from.optional()
  return after === null ? null : after + start
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
