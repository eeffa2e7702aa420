/**
 * The stored rows of one definition on one day: what of `result` a comparison reads, and the one place that knows where
 * that is kept.
 *
 * @param definition, day parameters of the statement, such as `$1`
 */
export function accountRows(definition: string, day: string): string {
  return `
    SELECT subject_key, ordinal, at, agent_key, queue_key, media_key, direction, zone_key, flags, parts
      FROM result WHERE definition_key = ${definition} AND day = ${day}`
}
