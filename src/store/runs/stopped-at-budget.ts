/**
 * Of a row of `run`: that it stopped at its budget, with days left. Its receipt says so; that of one from before says that no day failed,
 * and nothing else would have made it partial.
 */
export const stoppedAtBudget = `coalesce(
  receipt ? 'spent' OR kind = 'backfill' AND state = 'partial' AND receipt -> 'quarantinedDays' = '0', false)`
