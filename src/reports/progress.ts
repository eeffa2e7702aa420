/** One line of progress: what is done, how fast, how long yet, and what is being waited for. Pure: writing it is the caller's. */
import type { Instant } from '../time/instant'
import { durationLabel } from './duration-label'

export interface ProgressState {
  /** What is going on: `export 2026-10-25`. */
  readonly label: string
  /** What is counted: `conversations`. */
  readonly unit: string
  readonly done: number
  /** Null while nobody knows. */
  readonly total: number | null
  /** How much was already done when this run began: resumed work must not flatter the rate. */
  readonly doneAtStart: number
  readonly startedAt: Instant
  /** Present while nothing can move: the rate limit, a job in the platform's queue. */
  readonly waiting?: { readonly for: string; readonly until: Instant | null }
}

/** Rates over less than this are noise, and an ETA made of noise is worse than none. */
const settledAfterMs = 2_000

/** `export 2026-10-25: 1200/4000 conversations (30 %), 40.0/s, 1 min 10 s left; waiting for the rate limit, 12 s` */
export function progressLine(state: ProgressState, now: Instant): string {
  const { label, unit, done, total } = state
  const parts = [total === null ? `${done} ${unit}` : `${done}/${total} ${unit} (${share(done, total)} %)`]
  const elapsedMs = now - state.startedAt
  if (total !== null && done >= total) parts.push(`took ${durationLabel(elapsedMs)}`)
  else if (elapsedMs >= settledAfterMs && done > state.doneAtStart) {
    const perMs = (done - state.doneAtStart) / elapsedMs
    parts.push(rateLabel(perMs))
    if (total !== null) parts.push(`${durationLabel((total - done) / perMs)} left`)
  }
  return `${label}: ${parts.join(', ')}${waitLabel(state.waiting, now)}`
}

/** Rounded down: 100 % means that it is done. */
function share(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((done / total) * 100)
}

/** Per second, or per minute where it is slower than one a second. */
function rateLabel(perMs: number): string {
  return perMs >= 0.001 ? `${(perMs * 1000).toFixed(1)}/s` : `${(perMs * 60_000).toFixed(1)}/min`
}

function waitLabel(waiting: ProgressState['waiting'], now: Instant): string {
  if (waiting === undefined) return ''
  return `; waiting for ${waiting.for}${waiting.until === null ? '' : `, ${durationLabel(waiting.until - now)}`}`
}
