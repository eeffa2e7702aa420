import type { Resolution } from '../fact'
import type { FieldReader } from './field-reader'
import type { FieldWriter } from './field-writer'

/** resolution: at, queue, agent, nextContactAvoided */
export function writeResolution(to: FieldWriter, resolution: Resolution): void {
  to.instant(resolution.at)
  to.word(resolution.queueId)
  to.word(resolution.agentId)
  to.unsigned(resolution.nextContactAvoided)
}

export function readResolution(from: FieldReader): Resolution {
  return {
    at: from.instant(),
    queueId: from.wordOrNull(),
    agentId: from.wordOrNull(),
    nextContactAvoided: from.unsigned(),
  }
}
