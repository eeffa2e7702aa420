import type { FlowOutcome, FlowStay } from '../fact'
import type { FieldReader } from './field-reader'
import type { FieldWriter } from './field-writer'
import { readMeasurements, writeMeasurements } from './measurements'

/**
 *   flow: flow, type, medium, startedAt, endedAt?, exitReason, transferType, number of outcomes, outcome…, measurements
 */
export function writeFlowStay(to: FieldWriter, flow: FlowStay): void {
  to.word(flow.flowId)
  to.word(flow.flowType)
  to.word(flow.mediaType)
  to.instant(flow.startedAt)
  to.instantOrNull(flow.endedAt)
  to.word(flow.exitReason)
  to.word(flow.transferType)
  to.each(flow.outcomes, writeOutcome)
  writeMeasurements(to, flow.measurements)
}

export function readFlowStay(from: FieldReader, ordinal: number): FlowStay {
  return {
    ordinal,
    flowId: from.wordOrNull(),
    flowType: from.word(),
    mediaType: from.word(),
    startedAt: from.instant(),
    endedAt: from.instantOrNull(),
    exitReason: from.wordOrNull(),
    transferType: from.wordOrNull(),
    outcomes: from.each(readOutcome),
    measurements: readMeasurements(from),
  }
}

/** outcome: outcome, value, startedAt?, endedAt? */
function writeOutcome(to: FieldWriter, outcome: FlowOutcome): void {
  to.word(outcome.outcomeId)
  to.word(outcome.value)
  to.instantOrNull(outcome.startedAt)
  to.instantOrNull(outcome.endedAt)
}

function readOutcome(from: FieldReader): FlowOutcome {
  return {
    outcomeId: from.wordOrNull(),
    value: from.word(),
    startedAt: from.instantOrNull(),
    endedAt: from.instantOrNull(),
  }
}
