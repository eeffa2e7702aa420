/** What numbers of a range lack: days nobody fetched, records nobody could read, days nobody computed. A number without its gaps would look complete. */

import type { DaySpan } from '../time/day-span'
import type { LocalDate } from '../time/local-date'
import { counted } from './counted'

/** What the archive lacks of a range of UTC days. */
export interface ArchiveGaps {
  /** Days of which no export was ever completed, before the last day that was fetched. */
  readonly neverExported: readonly DaySpan[]
  /** Days exported only up to an instant. */
  readonly partlyExported: readonly { readonly day: LocalDate; readonly until: string }[]
  /** Days whose conversations are there, and agents’ time was begun and never ended; none where it is not wanted. */
  readonly withoutAgentTime: readonly DaySpan[]
  /** Days after the last one that was fetched. */
  readonly beyondExports: readonly DaySpan[]
  /** Days of which there are conversations from files only: a file vouches for no day. */
  readonly importedOnly: readonly DaySpan[]
  readonly quarantined: {
    /** Conversations that began on these days and could not be read. */
    readonly conversations: number
    /** Records and lines that could not even tell their day. */
    readonly withoutDay: number
    /** Of both, what somebody discarded: it waits for nobody, and is in no number. */
    readonly discarded: number
  }
}

/** What the results of definitions lack besides. */
export interface ComputeGaps {
  readonly notComputed: readonly UncomputedSpan[]
  /** Days before the range that are not computed as they stand: what began there may have ended within. */
  readonly earlierNotComputed: { readonly days: number; readonly first: LocalDate } | null
}

export interface UncomputedSpan extends DaySpan {
  /**
   * `missing`: never computed. `stale`: facts or meaning changed since. `quarantined`: could not be computed. `discarded`: the same, and somebody
   * decided to leave it so.
   */
  readonly state: 'missing' | 'stale' | 'quarantined' | 'discarded'
  readonly detail: string | null
}

/** Days on which a composed KPI has one of its halves only, and what that does to the whole. */
export interface OneHalf {
  /** The half that there is, and the one that there is not: `average-handle-time@1`. */
  readonly has: string
  readonly lacks: string
  readonly makesIt: 'too high' | 'too low'
  readonly days: readonly DaySpan[]
}

export type ResultsGaps = ArchiveGaps & ComputeGaps & { readonly oneHalf?: readonly OneHalf[] }

/** Stretches that are named; more of them are counted. */
const mostNamed = 4

/** One sentence for each kind of gap, with what to do about it; none when nothing is lacking. */
export function gapLines(gaps: ResultsGaps): string[] {
  return [...archiveGapLines(gaps), ...computeGapLines(gaps), ...(gaps.oneHalf ?? []).map(oneHalfLine)]
}

function archiveGapLines(gaps: ArchiveGaps): string[] {
  const { neverExported, partlyExported, withoutAgentTime, beyondExports, importedOnly, quarantined } = gaps
  const lines: string[] = []
  if (neverExported.length > 0)
    lines.push(`${spanList(neverExported)}: never exported. ${exporting(neverExported)}`)
  for (const { day, until } of partlyExported.slice(0, mostNamed))
    lines.push(
      `${day}: exported only until ${until}. \`retally export --from ${day} --to ${day}\` goes on when the platform has more.`,
    )
  if (partlyExported.length > mostNamed)
    lines.push(`… and ${partlyExported.length - mostNamed} more days that were partly exported.`)
  if (withoutAgentTime.length > 0)
    lines.push(
      `${spanList(withoutAgentTime)}: agents’ time was begun and never fetched to its end. ${exporting(withoutAgentTime)}`,
    )
  if (beyondExports.length > 0)
    lines.push(`${spanList(beyondExports)}: beyond what was fetched. ${exporting(beyondExports)}`)
  if (importedOnly.length > 0)
    lines.push(
      `${spanList(importedOnly)}: imported, not vouched for: a file does not say whether it holds the whole day.`,
    )
  if (quarantined.conversations > 0)
    lines.push(
      `${counted(quarantined.conversations, 'conversation')} of these days in quarantine and not counted: \`retally quarantine list\`.`,
    )
  if (quarantined.withoutDay > 0)
    lines.push(
      `${counted(quarantined.withoutDay, 'record')} in quarantine without a readable day, which may be of these days: \`retally quarantine list\`.`,
    )
  if (quarantined.discarded > 0)
    lines.push(
      `${counted(quarantined.discarded, 'record')} discarded from quarantine and not counted: \`retally quarantine list --state discarded\`.`,
    )
  return lines
}

function computeGapLines({ notComputed, earlierNotComputed }: ComputeGaps): string[] {
  const lines = statesInOrder.flatMap((state) => {
    const spans = notComputed.filter((span) => span.state === state)
    return spans.length === 0
      ? []
      : [`${spanList(spans)}: ${stateWords[state]}.${state === 'discarded' ? '' : ` ${computing(spans)}`}`]
  })
  const reasons = notComputed.filter(({ detail }) => detail !== null).slice(0, mostNamed)
  lines.push(...reasons.map(({ first, detail }) => `${first}: ${detail}`))
  if (earlierNotComputed !== null) {
    const { days, first } = earlierNotComputed
    lines.push(
      `${days} earlier ${days === 1 ? 'day' : 'days'}, from ${first}, not computed as they stand: what began there may have ended here. \`retally recompute\``,
    )
  }
  return lines
}

function oneHalfLine({ has, lacks, makesIt, days }: OneHalf): string {
  return `${spanList(days)}: there is only ${has}, and no ${lacks}, which makes the whole ${makesIt}. Ask for days that have both, or bring and compute the other.`
}

/** `2026-10-21…2026-10-24, 2026-10-26`; of many stretches the first, and how many days the others have. */
export function spanList(spans: readonly DaySpan[]): string {
  const named = spans.slice(0, mostNamed).map(spanLabel).join(', ')
  const left = spans.slice(mostNamed).reduce((sum, { days }) => sum + days, 0)
  return left === 0 ? named : `${named} and ${counted(left, 'more day')}`
}

export function spanLabel({ first, last }: Pick<DaySpan, 'first' | 'last'>): string {
  return first === last ? first : `${first}…${last}`
}

const statesInOrder = ['missing', 'stale', 'quarantined', 'discarded'] as const
const stateWords = {
  missing: 'not computed',
  stale: 'computed, but stale: facts or the meaning changed since, or what was open is decided',
  quarantined: 'in quarantine, since it could not be computed',
  discarded:
    'could not be computed, and was discarded: `retally quarantine list --state discarded` says by whom',
}

function exporting(spans: readonly DaySpan[]): string {
  return `\`retally export ${fromTo(spans)}\``
}

function computing(spans: readonly DaySpan[]): string {
  return `\`retally recompute ${fromTo(spans)}\``
}

/** One command for all stretches: days between them that are complete are skipped by both commands. */
function fromTo(spans: readonly DaySpan[]): string {
  return `--from ${spans[0]?.first} --to ${spans.at(-1)?.last}`
}
