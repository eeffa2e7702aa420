import { dayMs } from '../../time/civil-date'
import type { Instant } from '../../time/instant'

/** The instant before which observations no longer change by themselves; null while nothing vouches for anything. */
export function finalBeforeWhen(maturityDays: number, knownUntil: Instant | null): Instant | null {
  return knownUntil === null ? null : knownUntil - maturityDays * dayMs
}
