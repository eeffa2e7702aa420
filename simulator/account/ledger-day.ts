import type { Millis } from '../clock'
import type { Dimensions, Posting } from './posting'

/**
 * The postings of one UTC day, by column: a busy day has over a million, and as objects they would take
 * ten times the memory. Each leg's dimensions are kept once, however much was posted on it.
 */
export class LedgerDay {
  size = 0
  private metrics: string[] = []
  private readonly codes = new Map<string, number>()
  private dimensions: Dimensions[] = []
  private metric = new Uint8Array(1_024)
  private dimension = new Uint32Array(1_024)
  private value = new Float64Array(1_024)
  private at = new Float64Array(1_024)
  private knownAt = new Float64Array(1_024)

  /** Adds a posting; those of one leg should come together, so that they share its dimensions. */
  add(posting: Posting): void {
    if (this.size === this.value.length) this.resize(this.size * 2)
    let code = this.codes.get(posting.metric)
    if (code === undefined) {
      code = this.metrics.push(posting.metric) - 1
      this.codes.set(posting.metric, code)
    }
    if (this.dimensions.at(-1) !== posting.of) this.dimensions.push(posting.of)
    this.metric[this.size] = code
    this.dimension[this.size] = this.dimensions.length - 1
    this.value[this.size] = posting.value
    this.at[this.size] = posting.at
    this.knownAt[this.size] = posting.knownAt
    this.size++
  }

  /** Gives back the room that was not needed. */
  close(): void {
    this.resize(this.size)
  }

  *between(from: Millis, to: Millis, asOf: Millis): Generator<Posting> {
    for (let i = 0; i < this.size; i++) {
      const at = this.at[i] as number
      const knownAt = this.knownAt[i] as number
      if (at < from || at >= to || knownAt > asOf) continue
      yield {
        metric: this.metrics[this.metric[i] as number] as string,
        value: this.value[i] as number,
        at,
        knownAt,
        of: this.dimensions[this.dimension[i] as number] as Dimensions,
      }
    }
  }

  private resize(length: number): void {
    this.metric = resized(this.metric, new Uint8Array(length))
    this.dimension = resized(this.dimension, new Uint32Array(length))
    this.value = resized(this.value, new Float64Array(length))
    this.at = resized(this.at, new Float64Array(length))
    this.knownAt = resized(this.knownAt, new Float64Array(length))
  }
}

function resized<T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from.subarray(0, to.length))
  return to
}
