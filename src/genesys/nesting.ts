/** Real records are about eight levels deep. What is deeper than this is no record, and whoever walks it runs out of stack. */
export const deepestRecord = 100

/** Whether lists and objects lie in each other more than `levels` deep. Goes down without recursion. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= levels; depth++) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
    if (level.length === 0) return false
  }
  return true
}
