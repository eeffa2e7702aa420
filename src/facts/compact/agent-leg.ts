import type { AgentLeg, TransferTarget } from '../fact'
import type { FieldReader } from './field-reader'
import type { FieldWriter } from './field-writer'
import { readMeasurements, writeMeasurements } from './measurements'

/** Stored by position: append, never reorder. */
const transferTargets: readonly (TransferTarget | null)[] = [null, 'queue', 'agent', 'flow', 'external']
const consultOnlyFlag = 1
const fromSegmentsFlag = 2
const qualityFlag = 32

/**
 *   leg: agent, queue, medium, direction, startedAt, endedAt?, wrapUpCode, disconnect,
 *        flags + 4 × where it was transferred to (+ 32 with a quality), quality?, measurements
 */
export function writeAgentLeg(to: FieldWriter, leg: AgentLeg): void {
  to.word(leg.agentId)
  to.word(leg.queueId)
  to.word(leg.mediaType)
  to.direction(leg.direction)
  to.instant(leg.startedAt)
  to.instantOrNull(leg.endedAt)
  to.word(leg.wrapUpCode)
  to.word(leg.disconnect)
  to.unsigned(
    (leg.consultOnly ? consultOnlyFlag : 0) +
      (leg.measuredFromSegments ? fromSegmentsFlag : 0) +
      transferTargets.indexOf(leg.transferredTo) * 4 +
      (leg.quality === 0 ? 0 : qualityFlag),
  )
  if (leg.quality !== 0) to.unsigned(leg.quality)
  writeMeasurements(to, leg.measurements)
}

export function readAgentLeg(from: FieldReader, ordinal: number): AgentLeg {
  const agentId = from.wordOrNull()
  const queueId = from.wordOrNull()
  const mediaType = from.word()
  const direction = from.direction()
  const startedAt = from.instant()
  const endedAt = from.instantOrNull()
  const wrapUpCode = from.wordOrNull()
  const disconnect = from.wordOrNull()
  const flags = from.unsigned()
  return {
    ordinal,
    agentId,
    queueId,
    mediaType,
    direction,
    startedAt,
    endedAt,
    wrapUpCode,
    disconnect,
    consultOnly: (flags & consultOnlyFlag) !== 0,
    transferredTo: transferTargets[(flags >>> 2) & 7] as TransferTarget | null,
    quality: (flags & qualityFlag) === 0 ? 0 : from.unsigned(),
    measuredFromSegments: (flags & fromSegmentsFlag) !== 0,
    measurements: readMeasurements(from),
  }
}
