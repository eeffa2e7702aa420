/**
 * What `-o jsonl` says of a run while it goes on: one JSON object a line, in the order in which things come to be known. Times are ISO
 * instants, days UTC days. A field or an event is only ever added; whatever else changes makes `retally.progress/2`.
 *
 * - `plan`: what is about to be done, a `retally.plan/1`. First, where there is a plan.
 * - `progress`: how far it is, whenever that changed, and every half minute.
 * - `failure`: a day went to quarantine, or a step of a night failed, and why. Each once.
 * - `detached`: whoever looked has gone; the run goes on.
 * - `end`: how it ended, with the exit code. Last, unless there is `detached` or the program is killed.
 */
import type { Plan } from '../planning/plan'
import { formatInstant, type Instant } from '../time/instant'
import type { LocalDate } from '../time/local-date'
import { spelled } from './json'
import { type ProgressState, paceOf } from './progress'

export type ProgressEvent =
  | { event: 'plan'; plan: Plan }
  | ({ event: 'progress' } & ProgressSeen & Readonly<Record<string, unknown>>)
  | { event: 'failure'; day: LocalDate | null; step: string | null; reason: string | null }
  | { event: 'detached'; follow: string }
  | ({ event: 'end'; exitCode: number; state: string } & Readonly<Record<string, unknown>>)

/** How far, in numbers. */
export interface ProgressSeen {
  at: string
  done: number
  /** Null while nobody knows. */
  total: number | null
  unit: string
  perMinute: number | null
  secondsLeft: number | null
  waiting: { for: string; until: string | null } | null
}

/** The line of an event; ends in a line break. */
export function eventLine(workflowId: string, event: ProgressEvent): string {
  return `${JSON.stringify({ schema: 'retally.progress/1', workflowId, ...event }, spelled)}\n`
}

/** The numbers behind a line of progress. */
export function progressSeen(state: ProgressState, now: Instant): ProgressSeen {
  const { done, total, unit, waiting } = state
  const { perMs, leftMs } = paceOf(state, now)
  return {
    at: formatInstant(now),
    done,
    total,
    unit,
    perMinute: perMs === null ? null : Math.round(perMs * 6_000_000) / 100,
    secondsLeft: leftMs === null ? null : Math.round(leftMs / 1000),
    waiting:
      waiting === undefined
        ? null
        : { for: waiting.for, until: waiting.until === null ? null : formatInstant(waiting.until) },
  }
}

/** Silence that is longer could be taken for a death. */
const longestSilenceMs = 30_000

/** Lets an event of progress through when it says something new, or nothing was said for half a minute. */
export function whenNew(): (event: ProgressEvent & { event: 'progress' }, now: Instant) => boolean {
  let last: { said: string; at: Instant } | null = null
  return (event, now) => {
    const { at: _, perMinute: __, secondsLeft: ___, waiting, ...counts } = event
    const said = JSON.stringify([counts, waiting?.for ?? null])
    if (last !== null && said === last.said && now - last.at < longestSilenceMs) return false
    last = { said, at: now }
    return true
  }
}
