import { TerminalError } from '../errors'
import type { Direction } from '../events/event'
import { ByteWriter } from './byte-writer'
import { readAgentLeg, writeAgentLeg } from './compact/agent-leg'
import { FieldReader, none } from './compact/field-reader'
import { FieldWriter } from './compact/field-writer'
import { readFlowStay, writeFlowStay } from './compact/flow-stay'
import { directions } from './compact/positions'
import { readQueueVisit, writeQueueVisit } from './compact/queue-visit'
import { readResolution, writeResolution } from './compact/resolution'
import { readSurvey, writeSurvey } from './compact/survey'
import type { ConversationFacts } from './fact'

/**
 * The stored form of facts: about 0.2 kB a conversation, read twice as fast as the same in JSON. Numbers are written as
 * `ByteWriter` writes them; instants are milliseconds after the conversation's start, null being nothing; ordinals are
 * positions. Texts (ids, media, codes) are pointed at by position, 0 being none: first come the known words, then those that
 * stand in the conversation's own table, in the order the fields name them.
 *
 *   format, startedAt, conversationId, endedAt?, told, customer?, number of texts, text…,
 *   number of visits, visit…, number of legs, leg…, the rest?
 *   told:  direction + 4 × self-served (0 none, 1 no, 2 yes) + 16 with a customer + 32 with a rest
 *   rest:  number of flows, flow…, number of surveys, survey…, number of resolutions, resolution…
 *
 * What a visit, a leg and the others are made of stands in `compact/`, a file a kind, where it is written and read.
 * The same facts always give the same bytes, so their hash says whether facts changed.
 */
const format = 3

/** Stored by position: append, never reorder. */
const selfServedWords: readonly (boolean | null)[] = [null, false, true]
const customerFlag = 16
const restFlag = 32

/** @throws RangeError for instants that are no whole milliseconds */
export function encodeFacts(facts: ConversationFacts): Buffer {
  const { startedAt, endedAt, customer, flows, surveys, resolutions } = facts
  const hasRest = flows.length + surveys.length + resolutions.length > 0
  const fields = new FieldWriter(startedAt)
  fields.each(facts.queueVisits, writeQueueVisit)
  fields.each(facts.agentLegs, writeAgentLeg)
  if (hasRest) {
    fields.each(flows, writeFlowStay)
    fields.each(surveys, writeSurvey)
    fields.each(resolutions, writeResolution)
  }

  const to = new ByteWriter()
  to.unsigned(format)
  to.signed(startedAt)
  to.text(facts.conversationId)
  to.optional(endedAt === null ? null : endedAt - startedAt)
  to.unsigned(
    directions.indexOf(facts.direction) +
      selfServedWords.indexOf(facts.selfServed) * 4 +
      (customer === null ? 0 : customerFlag) +
      (hasRest ? restFlag : 0),
  )
  if (customer !== null) to.pseudonym(customer)
  to.unsigned(fields.ownTexts.size)
  for (const text of fields.ownTexts.keys()) to.text(text)
  to.append(fields)
  return to.written()
}

/** Reads stored facts. It remembers the texts it met, so keep one for as long as you read. */
export class FactsReader {
  private readonly from = new FieldReader()

  /**
   * The facts that begin at `start`.
   * @throws TerminalError for bytes that another version of Retally wrote
   */
  read(bytes: Uint8Array, start = 0): ConversationFacts {
    const { from } = this
    from.open(bytes, start)
    refuseOtherFormats(from.unsigned())
    const startedAt = from.signed()
    from.startedAt = startedAt
    const conversationId = from.freshText()
    const endedAt = from.instantOrNull()
    const told = from.unsigned()
    const customer = (told & customerFlag) === 0 ? null : from.pseudonym()
    from.ownTexts()
    const queueVisits = from.each(readQueueVisit)
    const agentLegs = from.each(readAgentLeg)
    const hasRest = (told & restFlag) !== 0
    return {
      conversationId,
      startedAt,
      endedAt,
      direction: directions[told & 3] as Direction | null,
      customer,
      selfServed: selfServedWords[(told >>> 2) & 3] as boolean | null,
      queueVisits,
      agentLegs,
      flows: hasRest ? from.each(readFlowStay) : none,
      surveys: hasRest ? from.each(readSurvey) : none,
      resolutions: hasRest ? from.each(readResolution) : none,
    }
  }
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
