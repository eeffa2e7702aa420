import { eventLine, type ProgressEvent, type ProgressSeen, whenNew } from '../../reports/progress-events'
import { formatInstant } from '../../time/instant'
import type { CommandContext } from '../command'

/** A reason for a day, or a step, that failed. */
export interface Failure {
  day: string | null
  step: string | null
  reason: string | null
}

/** Where `-o jsonl` is written while a run goes on. */
export interface Events {
  say(event: ProgressEvent): void
  progress(seen: ProgressSeen & Readonly<Record<string, unknown>>): void
  /** Each day, or step, once. */
  failures(failures: readonly Failure[]): void
}

export function eventsOf({ screen }: CommandContext, workflowId: string): Events {
  const isNew = whenNew()
  const told = new Set<string>()
  const say = (event: ProgressEvent) => screen.data(eventLine(workflowId, event))
  return {
    say,
    progress(seen) {
      const event = { event: 'progress', ...seen } as const
      if (isNew(event, Date.parse(seen.at))) say(event)
    },
    failures(failures) {
      for (const failure of failures) {
        const key = `${failure.day} ${failure.step}`
        if (!told.has(key)) say({ event: 'failure', ...failure })
        told.add(key)
      }
    },
  }
}

/** How a run ended that somebody learns of by an error. */
export function endInFailure(error: unknown, exitCode: number): ProgressEvent {
  const { message, code } = error as { message?: string; code?: string }
  return {
    ...{ event: 'end', state: 'failed', exitCode, at: formatInstant(Date.now()) },
    error: { code: code ?? null, message: message ?? String(error) },
  }
}
