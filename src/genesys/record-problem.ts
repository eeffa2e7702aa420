import type { z } from 'zod'
import { scrub } from '../telemetry/scrub'
import { kindOfValue, valueAt } from './kind-of-value'
import { machineWord } from './scrub'
import type { RecordReason } from './wire/record-words'

/**
 * Why an agent's record cannot be read. It is kept in quarantine with this. Of the record's values only the agent's own id is
 * told: of all others the place, what was expected there, and the kind of what was found.
 */
export interface RecordProblem {
  reason: RecordReason
  /** Where the record has one that looks like an id. */
  agentId: string | null
  /** Where in the record: `primaryPresence[2].endTime`. */
  path: string
  detail: string
}

/** The first thing that is wrong with a record, as its schema found it. */
export function recordProblem(raw: unknown, error: z.ZodError, agentId: unknown): RecordProblem {
  const issue = error.issues[0]
  const path = issue?.path ?? []
  const found = kindOfValue(valueAt(raw, path))
  const id = machineWord(agentId)
  return {
    reason: reasonOf(issue),
    agentId: id !== undefined && scrub(id) === id ? id : null,
    path: pathText(path),
    detail:
      issue?.code === 'custom'
        ? `${issue.message}, found ${found}`
        : `expected ${issue !== undefined && 'expected' in issue ? String(issue.expected) : 'a value of another kind'}, found ${found}`,
  }
}

/** A custom issue without a reason of its own is that of a text that states no instant. */
function reasonOf(issue: z.core.$ZodIssue | undefined): RecordReason {
  if (issue?.code !== 'custom') return 'unexpected-shape'
  return (issue.params?.reason as RecordReason | undefined) ?? 'malformed-instant'
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}
