/** Counts rows by the flags they carry, each under its name. Nearly all rows carry none. */
export class FlagCounts<Name extends string = string> {
  private readonly flags: readonly (readonly [Name, number])[]
  private readonly any: number
  private readonly counts = new Map<Name, number>()

  constructor(flags: Readonly<Record<Name, number>>) {
    this.flags = Object.entries(flags) as [Name, number][]
    this.any = this.flags.reduce((all, [, flag]) => all | flag, 0)
  }

  /** Once per row of a day. */
  count(flags: number): void {
    if ((flags & this.any) === 0) return
    for (const [name, flag] of this.flags) if ((flags & flag) !== 0) this.change(name, 1)
  }

  add(other: Partial<Record<Name, number>>, sign: 1 | -1 = 1): void {
    for (const [name, count] of Object.entries(other) as [Name, number][]) this.change(name, sign * count)
  }

  /** Those that occur, in order of name. */
  get known(): Partial<Record<Name, number>> {
    const occurring = [...this.counts].filter(([, count]) => count !== 0)
    return Object.fromEntries(occurring.sort(byName)) as Partial<Record<Name, number>>
  }

  private change(name: Name, by: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by)
  }
}

function byName([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1
}
