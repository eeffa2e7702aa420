/**
 * A sink: a destination for results. Whatever a destination is like inside, delivery sees this contract, so a new one is a
 * file in `sinks/` and a line in `catalogue.ts`.
 */
import type { DeliveryItem } from './delivery-item'

export interface Sink {
  /** Stable, and part of every idempotency key and sync log row. */
  readonly name: string
  /** Items one call may carry at most: the destination's own limit. */
  readonly maxItems: number
  /**
   * Whether sending the same batch twice leaves the destination as sending it once does. Only then may a batch whose answer was
   * lost in a crash be sent again by itself; otherwise a person has to look first.
   */
  readonly repeatable: boolean
  /** Whether it is told which version a value is of: then an equal value of another version is news to it. */
  readonly tellsVersion: boolean
  /** The destination's own id for a KPI, for the sync log; null when it has no place for that KPI. */
  metricIdOf(kpi: string): string | null
  /**
   * Sends one batch. Resolves whenever the destination has judged the items, also when it refused some of them or all.
   *
   * @throws RetryableError when it was busy, unreachable or gave no readable answer; `retryAfterMs` where it named a time
   * @throws TerminalError when the sink itself is set up wrongly (credentials, permission, address): no item is to blame
   */
  send(items: readonly DeliveryItem[], call: SinkCall): Promise<SinkAnswer>
}

export interface SinkCall {
  readonly idempotencyKey: string
  readonly signal: AbortSignal
}

export interface SinkAnswer {
  /** HTTP status, where there was one. */
  readonly status: number | null
  /** The destination's own id of the request: what its support asks for first. */
  readonly contextId: string | null
  /** One per item, in the order of the items. */
  readonly outcomes: readonly ItemOutcome[]
}

export interface ItemOutcome {
  /** `retry`: sending it again may help. `parked`: it will not, before somebody changes something. */
  readonly outcome: 'accepted' | 'retry' | 'parked'
  readonly code?: string
  /** Why, in a sentence of ours or the destination's; never a name, an address or a number of a person. */
  readonly message?: string
}
