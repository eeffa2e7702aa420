import type { LookUp, MissingLookUps } from '../../kpis/look-up'

/** The bit of `result.flags` that says which look-up failed. A failed zone has had its own, `withoutZoneFlag`, from the first. */
export const lackingFlags = { calendar: 8, target: 16, class: 32, rate: 64 } as const satisfies Partial<
  Record<LookUp, number>
>

const flagged = Object.entries(lackingFlags) as [keyof typeof lackingFlags, number][]
const anyFlag = flagged.reduce((all, [, flag]) => all | flag, 0)

export function flagsOfLacking(lacks: readonly LookUp[] | undefined): number {
  if (lacks === undefined) return 0
  return flagged.reduce((flags, [lookUp, flag]) => (lacks.includes(lookUp) ? flags | flag : flags), 0)
}

/** Counts by look-up, kept while rows are counted. */
export class Lacking {
  private readonly counts = new Map<LookUp, number>()

  /** Once per row of a day: nearly all of them lack nothing. */
  count(flags: number): void {
    if ((flags & anyFlag) === 0) return
    for (const [lookUp, flag] of flagged) if ((flags & flag) !== 0) this.change(lookUp, 1)
  }

  add(other: MissingLookUps, sign: 1 | -1 = 1): void {
    for (const [lookUp, count] of Object.entries(other)) this.change(lookUp as LookUp, sign * count)
  }

  get known(): MissingLookUps {
    return Object.fromEntries([...this.counts].filter(([, count]) => count !== 0).sort(byName))
  }

  private change(lookUp: LookUp, by: number): void {
    this.counts.set(lookUp, (this.counts.get(lookUp) ?? 0) + by)
  }
}

function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1
}
