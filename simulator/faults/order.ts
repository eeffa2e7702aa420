import { refuseUnknown } from '../known-names'
import {
  type FaultKind,
  faultCatalogue,
  faultFields,
  isFaultKind,
  type Spoiling,
  spoilings,
} from './catalogue'

/** A fault asked for: what, upon which requests, how often, and its particulars. */
export interface FaultOrder {
  kind: FaultKind
  /** Only requests whose `METHOD path?query` contains this text, or matches it when written `/…/`. */
  match?: string
  /** Strikes from the nth matching request on, counting from 1. */
  nth?: number
  /** How many requests it strikes; null: every one. Default 1, for a rate-limit storm 5. */
  times?: number | null
  /** Strikes each matching request with this probability (drawn from the seed). Default 1. */
  probability?: number
  /** For statuses and dropped connections: let the request take effect first. */
  after?: boolean
  retryAfterSeconds?: number
  delayMs?: number
  count?: number
  shift?: number
  row?: number
  hours?: number
  how?: Spoiling
  conversationId?: string
}

const numbers = [
  'nth',
  'probability',
  'retryAfterSeconds',
  'delayMs',
  'count',
  'shift',
  'row',
  'hours',
] as const

/** Reads an order from JSON; throws a sentence that says what is wrong with it. */
export function readFaultOrder(value: unknown): FaultOrder {
  if (typeof value !== 'object' || value === null || !('kind' in value)) {
    throw new RangeError('A fault is an object with at least a "kind"')
  }
  const given = value as Record<string, unknown>
  const kind = given.kind
  if (typeof kind !== 'string' || !isFaultKind(kind)) {
    throw new RangeError(
      `There is no fault "${String(kind)}"; there are ${Object.keys(faultCatalogue).join(', ')}`,
    )
  }
  refuseUnknown('field of a fault', Object.keys(given), faultFields)
  if (given.how !== undefined) refuseUnknown('way to spoil a conversation', [String(given.how)], spoilings)
  for (const name of numbers) {
    if (given[name] !== undefined && typeof given[name] !== 'number') {
      throw new RangeError(`The fault's ${name} must be a number`)
    }
    if (name !== 'shift' && Number(given[name]) < 0)
      throw new RangeError(`The fault's ${name} must not be negative`)
  }
  if (given.times !== undefined && given.times !== null && typeof given.times !== 'number') {
    throw new RangeError("The fault's times must be a number, or null for every request")
  }
  refuseUnreadable(given.match)
  return { ...given, kind } as FaultOrder
}

function refuseUnreadable(match: unknown): void {
  if (match === undefined) return
  if (typeof match !== 'string')
    throw new RangeError("The fault's match must be a text, or a pattern written /…/")
  if (!/^\/.+\/$/.test(match)) return
  try {
    new RegExp(match.slice(1, -1))
  } catch (error) {
    throw new RangeError(`The fault's match is no pattern: ${(error as Error).message}`)
  }
}

/** Reads an order from the command line: `kind[:name=value,…]`, e.g. `status-503:match=results,times=2`. */
export function readFaultArgument(text: string): FaultOrder {
  const [kind, ...rest] = text.split(':')
  const given: Record<string, unknown> = { kind }
  for (const pair of rest.join(':').split(',').filter(Boolean)) {
    const at = pair.indexOf('=')
    if (at < 1) throw new RangeError(`In the fault "${text}", "${pair}" should read name=value`)
    const raw = pair.slice(at + 1)
    const value = raw === 'null' ? null : raw === 'true' ? true : raw === 'false' ? false : raw
    given[pair.slice(0, at)] =
      typeof value === 'string' && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value
  }
  return readFaultOrder(given)
}
