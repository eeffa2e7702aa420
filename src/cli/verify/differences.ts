import type { HeldRow } from '../../store/receipts/read-held-rows'

/** A row of either side; the parts of one that was set aside are empty. */
export type VerifiedRow = Omit<HeldRow, 'definitionKey'>

/** One place at which the rows held and those computed again are not the same. */
export interface Difference {
  held: VerifiedRow | null
  recomputed: VerifiedRow | null
}

/** Where both sides differ, in order of subject and ordinal; what is held comes in that order. */
export function* differences(
  held: readonly VerifiedRow[],
  recomputed: readonly VerifiedRow[],
): Generator<Difference> {
  const inOrder = [...recomputed].sort(byPlace)
  let [h, r] = [0, 0]
  while (h < held.length || r < inOrder.length) {
    const [one, other] = [held[h], inOrder[r]]
    const order = one === undefined ? 1 : other === undefined ? -1 : byPlace(one, other)
    if (order <= 0) h++
    if (order >= 0) r++
    if (order < 0) yield { held: one as VerifiedRow, recomputed: null }
    else if (order > 0) yield { held: null, recomputed: other as VerifiedRow }
    else if (columns.some((column) => differ(column, one as VerifiedRow, other as VerifiedRow)))
      yield { held: one as VerifiedRow, recomputed: other as VerifiedRow }
  }
}

function byPlace(one: VerifiedRow, other: VerifiedRow): number {
  return one.subjectKey - other.subjectKey || one.ordinal - other.ordinal
}

const columns = ['at', 'agentId', 'queueId', 'mediaType', 'direction', 'zone', 'flags', 'parts'] as const
type Column = (typeof columns)[number]

/** The columns in which both rows differ; none where there is only one. */
export function columnsThatDiffer({ held, recomputed }: Difference): Column[] {
  if (held === null || recomputed === null) return []
  return columns.filter((column) => differ(column, held, recomputed))
}

function differ(column: Column, one: VerifiedRow, other: VerifiedRow): boolean {
  if (column !== 'parts') return one[column] !== other[column]
  return (
    one.parts.length !== other.parts.length || one.parts.some((part, index) => part !== other.parts[index])
  )
}
