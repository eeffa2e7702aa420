/**
 * More than any session emits: people at work make some hundreds. A record with more is refused when it is read, so that an
 * emission's place within its session has an upper bound.
 */
export const mostEmissionsPerSession = 10_000
