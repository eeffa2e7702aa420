/** When a job under way is looked at: soon after it was submitted, then less and less often. */

/** First and longest pause between two looks, in ms; each is half as long again as the one before. */
const firstPauseMs = 500
const longestPauseMs = 30_000

/** The pauses between looks, without end. */
export function* pollPauses(): Generator<number, never> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) yield pauseMs
}

/** How many looks it takes until a job is seen to be done that takes so long, in ms. */
export function pollsUntil(jobMs: number): number {
  let polls = 1
  let waitedMs = 0
  for (const pauseMs of pollPauses()) {
    if (waitedMs >= jobMs) return polls
    waitedMs += pauseMs
    polls += 1
  }
  return polls
}
