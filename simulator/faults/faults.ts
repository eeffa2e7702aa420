import { Chance } from '../random'
import type { FaultKind } from './catalogue'
import type { FaultOrder } from './order'

/** A fault that is armed, and what it has done so far. */
export interface ArmedFault extends FaultOrder {
  id: number
  seen: number
  struck: number
}

/** The request a fault may strike, as `METHOD path?query`. */
export type RequestLine = string

/** The faults in force. */
export class Faults {
  private readonly seed: string
  private readonly armed = new Map<number, ArmedFault>()
  private last = 0

  constructor(seed: string, orders: readonly FaultOrder[] = []) {
    this.seed = seed
    for (const order of orders) this.arm(order)
  }

  arm(order: FaultOrder): ArmedFault {
    const times = order.times === undefined ? (order.kind === 'rate-limit-storm' ? 5 : 1) : order.times
    const fault: ArmedFault = { ...order, times, id: ++this.last, seen: 0, struck: 0 }
    this.armed.set(fault.id, fault)
    return fault
  }

  /** Every fault armed since the start or the last clearing, spent ones included. */
  list(): readonly ArmedFault[] {
    return [...this.armed.values()]
  }

  clear(id?: number): void {
    if (id === undefined) this.armed.clear()
    else this.armed.delete(id)
  }

  /** The first armed fault of these kinds that strikes this request, counted as having struck. */
  strike(request: RequestLine, ...kinds: readonly FaultKind[]): ArmedFault | null {
    for (const fault of this.armed.values()) {
      if (!kinds.includes(fault.kind) || !concerns(fault, request)) continue
      if (typeof fault.times === 'number' && fault.struck >= fault.times) continue
      fault.seen++
      if (fault.seen < (fault.nth ?? 1)) continue
      const drawn = new Chance(this.seed, 'fault', fault.id, fault.seen)
      if (!drawn.happens(fault.probability ?? 1)) continue
      fault.struck++
      return fault
    }
    return null
  }
}

function concerns(fault: FaultOrder, request: RequestLine): boolean {
  const { match } = fault
  if (match === undefined) return true
  if (match.length > 2 && match.startsWith('/') && match.endsWith('/')) {
    return new RegExp(match.slice(1, -1)).test(request)
  }
  return request.includes(match)
}
