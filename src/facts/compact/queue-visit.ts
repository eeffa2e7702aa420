import type { QueueVisit, QueueVisitOutcome } from '../fact'
import type { FieldReader } from './field-reader'
import type { FieldWriter } from './field-writer'
import { readMeasurements, writeMeasurements } from './measurements'

/** Stored by position: append, never reorder. */
const outcomes: readonly QueueVisitOutcome[] = ['waiting', 'answered', 'abandoned', 'flow-out', 'unknown']
const flowOutTypeFlag = 8
const qualityFlag = 16

/**
 *   visit: queue, medium, direction, enteredAt, leftAt?, outcome (+ 8 with a flow-out type, + 16 with a quality), agent,
 *          flow-out type?, quality?, measurements
 */
export function writeQueueVisit(to: FieldWriter, visit: QueueVisit): void {
  to.word(visit.queueId)
  to.word(visit.mediaType)
  to.direction(visit.direction)
  to.instant(visit.enteredAt)
  to.instantOrNull(visit.leftAt)
  to.unsigned(
    outcomes.indexOf(visit.outcome) +
      (visit.flowOutType === null ? 0 : flowOutTypeFlag) +
      (visit.quality === 0 ? 0 : qualityFlag),
  )
  to.word(visit.agentId)
  if (visit.flowOutType !== null) to.word(visit.flowOutType)
  if (visit.quality !== 0) to.unsigned(visit.quality)
  writeMeasurements(to, visit.measurements)
}

export function readQueueVisit(from: FieldReader, ordinal: number): QueueVisit {
  const queueId = from.wordOrNull()
  const mediaType = from.word()
  const direction = from.direction()
  const enteredAt = from.instant()
  const leftAt = from.instantOrNull()
  const ended = from.unsigned()
  return {
    ordinal,
    queueId,
    mediaType,
    direction,
    enteredAt,
    leftAt,
    outcome: outcomes[ended & 7] as QueueVisitOutcome,
    agentId: from.wordOrNull(),
    flowOutType: (ended & flowOutTypeFlag) === 0 ? null : from.word(),
    quality: (ended & qualityFlag) === 0 ? 0 : from.unsigned(),
    measurements: readMeasurements(from),
  }
}
