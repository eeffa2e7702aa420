import { UsageError } from '../errors'
import { formatInstant, type Instant, parseInstant } from '../time/instant'

/** A row of a reference table that holds during `[validFrom, validTo)`; null is open. */
export interface ValidRow {
  validFrom: string | null
  validTo: string | null
}

/** What held when, for one agent or queue: spans in order that do not overlap. */
export type Spans<T> = readonly Span<T>[]

interface Span<T> {
  from: Instant
  to: Instant
  value: T
}

/**
 * Compiles rows into spans by id.
 *
 * @throws UsageError when two rows of one id hold at the same instant, or a row ends before it begins: which of
 *   them is right is nothing a replay may guess
 */
export function compileValidity<Row extends Partial<ValidRow>, T>(
  rows: readonly Row[],
  what: string,
  idOf: (row: Row) => string,
  valueFrom: (row: Row) => T,
): ReadonlyMap<string, Spans<T>> {
  const byId = new Map<string, Span<T>[]>()
  for (const row of rows) {
    const id = idOf(row)
    const { validFrom = null, validTo = null } = row
    const span = { ...boundsOf({ validFrom, validTo }, what, id), value: valueFrom(row) }
    const spans = byId.get(id)
    if (spans === undefined) byId.set(id, [span])
    else spans.push(span)
  }
  for (const [id, spans] of byId)
    refuseOverlap(
      spans.sort((a, b) => a.from - b.from || a.to - b.to),
      what,
      id,
    )
  return byId
}

/** What held at an instant; null when nothing did. */
export function valueAt<T>(spans: Spans<T> | undefined, at: Instant): T | null {
  if (spans === undefined) return null
  for (const span of spans) if (at >= span.from && at < span.to) return span.value
  return null
}

function boundsOf(row: ValidRow, what: string, id: string): { from: Instant; to: Instant } {
  const from = row.validFrom === null ? -Infinity : boundOf(row.validFrom, 'valid from', what, id)
  const to = row.validTo === null ? Infinity : boundOf(row.validTo, 'valid to', what, id)
  if (to > from) return { from, to }
  throw new UsageError(`The ${what} of ${id} ends (${row.validTo}) before it begins (${row.validFrom}).`, {
    code: 'kpis.empty-validity',
    fields: { id, validFrom: row.validFrom, validTo: row.validTo },
    advice: 'Correct the dates of this row: validity runs from valid_from up to, not including, valid_to.',
  })
}

function boundOf(text: string, bound: string, what: string, id: string): Instant {
  try {
    return parseInstant(text)
  } catch (cause) {
    throw new UsageError(
      `Cannot read ${JSON.stringify(text)}, the instant the ${what} of ${id} is ${bound}.`,
      {
        code: 'kpis.bad-validity',
        fields: { id },
        advice: 'Write an instant with its offset, such as 2026-10-25T00:00:00Z, or leave it empty.',
        cause,
      },
    )
  }
}

function refuseOverlap<T>(spans: readonly Span<T>[], what: string, id: string): void {
  for (let index = 1; index < spans.length; index++) {
    const earlier = spans[index - 1] as Span<T>
    const later = spans[index] as Span<T>
    if (later.from >= earlier.to) continue
    const from = later.from === -Infinity ? 'the beginning' : formatInstant(later.from)
    throw new UsageError(`Two rows give the ${what} of ${id} at once, from ${from} on.`, {
      code: 'kpis.overlapping-validity',
      fields: { id },
      advice: 'End the validity of one where the other begins.',
    })
  }
}
