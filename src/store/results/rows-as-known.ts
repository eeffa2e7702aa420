import { formatInstant, type Instant } from '../../time/instant'

/**
 * Where a statement reads rows from: as they stand, or as they were known at a moment. Both have the columns of `result`. The first
 * reading goes to the rows themselves; the second also to what was replaced since, of versions that were ever published.
 */
export function rowsAsKnown(moment: Instant | undefined): string {
  if (moment === undefined) return 'result'
  const at = `'${formatInstant(moment)}'::timestamptz`
  return `(SELECT * FROM result_known WHERE known_from <= ${at} AND known_until > ${at})`
}
