/** Real records are about eight levels deep. What is deeper than this is no record, and whoever walks it runs out of stack. */
export const deepestRecord = 100

/** Whether lists and objects lie in each other more than `levels` deep. Goes down no further than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  for (const each of Object.values(value)) {
    if (levels === 0 || isDeeperThan(each, levels - 1)) return true
  }
  return false
}
