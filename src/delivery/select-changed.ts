/**
 * What has to be sent: the difference between what we say now and what the sink holds. Sending when nothing changed sends nothing.
 */
import type { Instant } from '../time/instant'
import { type DeliveryItem, placeOf } from './delivery-item'
import type { HeldBackReason } from './held-back'
import { tellsTheSame } from './tells-the-same'

/** What the sink holds for one place, by its own last acceptance. A value taken back stays on record, with value null. */
export interface DeliveredValue {
  readonly agentId: string
  readonly date: string
  readonly kpi: string
  readonly version: number
  readonly value: number | null
  readonly count: number
  /** The idempotency key of the batch that brought it. */
  readonly broughtBy: string
  /** When that batch was first sent. */
  readonly sentAt: Instant
}

/** An item the sink refused for good: the same content would be refused again. */
export interface ParkedItem {
  readonly agentId: string
  readonly date: string
  readonly kpi: string
  readonly version: number
  readonly value: number | null
  readonly count: number
  /** The sink's code for the refusal, where it gave one. */
  readonly code: string | null
}

/**
 * A place that something was sent to without an answer that settles it: the call was cut off, or the answer asked to try again later.
 * The sink may hold what was delivered before or what was sent since.
 */
export interface UnansweredPlace {
  readonly agentId: string
  readonly date: string
  readonly kpi: string
  /** The version of the value that was sent. */
  readonly version: number
}

/** What this delivery speaks about. It says nothing, and takes nothing back, outside. */
export interface DeliveryScope {
  readonly kpis: readonly string[]
  /** First and last local date, both included. */
  readonly firstDate: string
  readonly lastDate: string
  /** Whether the sink is told which version a value is of (`Sink`): only then is another version by itself something to send. */
  readonly tellsVersion: boolean
  /**
   * Why the date is held back, or null when everything that may fall on it has been computed. Half a day is not a value, and a value
   * that is absent only because its day was not computed must not be taken back.
   */
  heldBackBy(kpi: string, date: string): HeldBackReason | null
  /** Since when everything that falls on the date is signed off; null where it is not. What was sent since then stays as it was sent. */
  signedOffSince(kpi: string, date: string): Instant | null
}

export interface ItemToSend {
  readonly item: DeliveryItem
  /** The batch whose value this replaces; null when the place was never filled. */
  readonly replaces: string | null
}

export interface Selection {
  readonly toSend: readonly ItemToSend[]
  /** Items that the sink already holds as they are. */
  readonly equal: number
  /** Items that were refused before and have not changed since. */
  readonly stillParked: readonly ParkedItem[]
  /** Items on dates that are not complete, or delivered values there. */
  readonly heldBack: number
  /** Values that differ from what was sent of a signed-off date, and are not sent. */
  readonly signedOff: number
}

/**
 * Compares what we say with what was delivered.
 *
 * A place that was delivered and has no value any more is taken back: its item has value null, which deletes it from the external
 * metrics of the platform and marks it as gone in a custom report.
 *
 * What was sent of a signed-off date since it was signed off stays, whatever we say now: values of conversations that began on days
 * nobody signed off, or an agent's other zone, must not move what somebody vouched for.
 *
 * A place without an answer is never equal: what it holds is unknown, so what we say is sent, and taken back where we say nothing,
 * also when nothing was ever accepted there.
 *
 * @throws RangeError when two items claim one place: two versions of a KPI cannot both be what the sink shows
 */
export function selectChanged(
  items: Iterable<DeliveryItem>,
  delivered: Iterable<DeliveredValue>,
  scope: DeliveryScope,
  parked: Iterable<ParkedItem> = [],
  unanswered: Iterable<UnansweredPlace> = [],
): Selection {
  const inScope = within(scope)
  const held = new Map<string, DeliveredValue>()
  for (const value of delivered) if (inScope(value)) held.set(placeOf(value), value)
  const refused = new Map<string, ParkedItem>()
  for (const item of parked) refused.set(placeOf(item), item)
  const inDoubt = new Map<string, UnansweredPlace>()
  for (const place of unanswered) if (inScope(place)) inDoubt.set(placeOf(place), place)

  const toSend: ItemToSend[] = []
  const spokenOf = new Set<string>()
  let equal = 0
  const stillParked: ParkedItem[] = []
  let heldBack = 0
  let signedOff = 0

  const consider = (item: DeliveryItem, before: DeliveredValue | undefined): void => {
    const place = placeOf(item)
    const refusedBefore = refused.get(place)
    if (scope.heldBackBy(item.kpi, item.date) !== null) heldBack++
    else if (before !== undefined && tellsTheSame(scope, before, item) && !inDoubt.has(place)) equal++
    else if (before !== undefined && !inDoubt.has(place) && isSettled(before, scope)) signedOff++
    else if (refusedBefore !== undefined && tellsTheSame(scope, refusedBefore, item))
      stillParked.push(refusedBefore)
    else toSend.push({ item, replaces: before?.broughtBy ?? null })
  }

  for (const item of items) {
    if (!inScope(item)) continue
    const place = placeOf(item)
    if (spokenOf.has(place)) {
      throw new RangeError(
        `Cannot deliver two values of ${item.kpi} for agent ${item.agentId} on ${item.date}.`,
      )
    }
    spokenOf.add(place)
    consider(item, held.get(place))
  }
  for (const [place, filled] of placesThatMayHoldAValue(held, inDoubt)) {
    if (spokenOf.has(place)) continue
    const { agentId, date, kpi, version } = filled
    consider({ agentId, date, kpi, version, value: null, count: 0 }, held.get(place))
  }
  return { toSend, equal, stillParked, heldBack, signedOff }
}

function isSettled({ kpi, date, sentAt }: DeliveredValue, { signedOffSince }: DeliveryScope): boolean {
  const since = signedOffSince(kpi, date)
  return since !== null && sentAt >= since
}

function placesThatMayHoldAValue(
  held: ReadonlyMap<string, DeliveredValue>,
  inDoubt: ReadonlyMap<string, UnansweredPlace>,
): Map<string, Pick<DeliveredValue, 'agentId' | 'date' | 'kpi' | 'version'>> {
  const filled = [...held].filter(([, { value }]) => value !== null)
  return new Map([...inDoubt, ...filled])
}

function within(scope: DeliveryScope): (at: { kpi: string; date: string }) => boolean {
  const kpis = new Set(scope.kpis)
  return (at) => kpis.has(at.kpi) && at.date >= scope.firstDate && at.date <= scope.lastDate
}
