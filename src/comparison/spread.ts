import { bucketOf, durationOf } from '../kpis/log-buckets'

/** How the changes of single subjects in one part are spread. */
export interface Spread {
  part: string
  /** Whether it is milliseconds; else it counts. */
  isDuration: boolean
  subjects: number
  lowest: number
  highest: number
  /** The change that this share of the subjects does not exceed, right to 1 %. */
  quantiles: Readonly<Record<'p5' | 'p25' | 'p50' | 'p75' | 'p95', number>>
  /** Subjects by how much they changed, each step twice as wide as the one nearer to 0; those that did not stand at 0. */
  steps: readonly SpreadStep[]
}

/** Changes from `from` up to, not including, `to`; below 0 from above `from` up to `to`. */
export interface SpreadStep {
  from: number
  to: number
  subjects: number
}

/** Takes in the changes of one part, in memory that does not grow with their number. */
export class Spreading {
  private readonly counts = new Map<number, number>()
  private readonly steps = new Map<number, number>()
  private subjects = 0
  private lowest = Number.POSITIVE_INFINITY
  private highest = Number.NEGATIVE_INFINITY
  private readonly part: string
  private readonly isDuration: boolean

  constructor(part: string, isDuration: boolean) {
    this.part = part
    this.isDuration = isDuration
  }

  add(change: number): void {
    this.subjects++
    this.lowest = Math.min(this.lowest, change)
    this.highest = Math.max(this.highest, change)
    // Numbered from −1 downwards where the change is below 0, so that the order of buckets is that of changes.
    const bucket = change < 0 ? -bucketOf(-change) : bucketOf(change)
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + 1)
    const step = Math.sign(change) * this.stepOf(Math.abs(change))
    this.steps.set(step, (this.steps.get(step) ?? 0) + 1)
  }

  /** Null where no subject changed in it. */
  spread(): Spread | null {
    if (this.subjects === 0 || (this.lowest === 0 && this.highest === 0)) return null
    const ordered = [...this.counts].sort(([a], [b]) => a - b)
    const at = (percent: number) => this.quantile(ordered, percent)
    return {
      part: this.part,
      isDuration: this.isDuration,
      subjects: this.subjects,
      lowest: this.lowest,
      highest: this.highest,
      quantiles: { p5: at(5), p25: at(25), p50: at(50), p75: at(75), p95: at(95) },
      steps: [...this.steps]
        .sort(([a], [b]) => a - b)
        .map(([step, subjects]) => ({ ...this.boundsOf(step), subjects })),
    }
  }

  /** By nearest rank. */
  private quantile(ordered: readonly (readonly [number, number])[], percent: number): number {
    let rank = Math.max(1, Math.ceil((this.subjects * percent) / 100))
    for (const [bucket, count] of ordered) {
      rank -= count
      if (rank > 0) continue
      const change = Math.round(Math.sign(bucket) * durationOf(Math.abs(bucket)))
      return Math.min(this.highest, Math.max(this.lowest, change))
    }
    return this.highest
  }

  /** Steps begin at one second, or at one. */
  private get unit(): number {
    return this.isDuration ? 1000 : 1
  }

  /** 0 for no change, 1 for less than the unit, 2 for less than twice of it, and so on. */
  private stepOf(size: number): number {
    if (size === 0) return 0
    let step = 1
    for (let bound = this.unit; size >= bound; bound *= 2) step++
    return step
  }

  private boundsOf(step: number): { from: number; to: number } {
    const bound = (number: number) => (number === 0 ? 0 : this.unit * 2 ** (number - 1))
    if (step === 0) return { from: 0, to: 0 }
    const [near, far] = [bound(Math.abs(step) - 1), bound(Math.abs(step))]
    return step > 0 ? { from: near, to: far } : { from: -far, to: 0 - near }
  }
}
