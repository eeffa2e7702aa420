import type { Instant } from '../../time/instant'
import { rowsAsKnown } from '../results/rows-as-known'

/**
 * The rows of one definition on one day that a comparison reads: as they stand, or as they were known at a moment.
 *
 * @param definition, day parameters of the statement, such as `$1`
 */
export function accountRows(definition: string, day: string, asKnownAt: Instant | undefined): string {
  return `
    SELECT subject_key, ordinal, at, agent_key, queue_key, media_key, direction, zone_key, flags, parts
      FROM ${rowsAsKnown(asKnownAt)} r WHERE definition_key = ${definition} AND day = ${day}`
}
