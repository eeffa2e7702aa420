/**
 * The causes, in the order in which they are tried: first those the evidence proves for the very half hour, then those it bounds.
 * The first that explains a gap names it.
 */
import type { Cause } from '../cause'
import { beyondCoverage } from './beyond-coverage'
import { changedSinceExport } from './changed-since-export'
import { discarded } from './discarded'
import { quarantined } from './quarantined'
import { recomputePending } from './recompute-pending'
import { roundedScores } from './rounded-scores'
import { setAside } from './set-aside'
import { signedOff } from './signed-off'
import { surveyAwaited } from './survey-awaited'
import { withoutQueue } from './without-queue'

export const causes: readonly Cause[] = [
  beyondCoverage,
  recomputePending,
  signedOff,
  setAside,
  withoutQueue,
  roundedScores,
  changedSinceExport,
  surveyAwaited,
  quarantined,
  discarded,
]
