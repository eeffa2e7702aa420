import type { Millis } from '../../clock'
import { emit } from '../story'
import type { Work } from './work'

/** Counts a transfer on the leg of the agent who made it, at the end of their talk. */
export function countTransfer(work: Work, kind: 'blind' | 'consult', at: Millis): void {
  emit(work.leg, 'nTransferred', 1, at)
  emit(work.leg, kind === 'blind' ? 'nBlindTransferred' : 'nConsultTransferred', 1, at)
}
