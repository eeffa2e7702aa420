import type { LookUp } from '../../kpis/look-up'

/** The bit of `result.flags` that says which look-up failed. A failed zone has had its own, `withoutZoneFlag`, from the first. */
export const lackingFlags = {
  calendar: 8,
  target: 16,
  class: 32,
  rate: 64,
  name: 128,
} as const satisfies Partial<Record<LookUp, number>>

const flagged = Object.entries(lackingFlags) as [keyof typeof lackingFlags, number][]

export function flagsOfLacking(lacks: readonly LookUp[] | undefined): number {
  if (lacks === undefined) return 0
  return flagged.reduce((flags, [lookUp, flag]) => (lacks.includes(lookUp) ? flags | flag : flags), 0)
}
