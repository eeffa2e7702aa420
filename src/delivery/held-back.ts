/**
 * Why a local date is held back. A date is delivered when it is whole: every UTC day that some zone's date touches was completely
 * exported and computed. Of several reasons the one that somebody has to act upon is told, since the others pass or show afterwards.
 */

import type { Instant } from '../time/instant'
import { addDays, utcDayInterval } from '../time/local-date'

/**
 * - `quarantined`: a UTC day it touches could not be computed.
 * - `not-exported`: the platform has a UTC day it touches complete, and no export has fetched it so.
 * - `not-computed`: the KPI was never computed here, or a day within reach is behind its facts.
 * - `beyond-availability`: the platform had not finished a UTC day it touches when it was last asked. This passes by itself.
 */
export type HeldBackReason = 'quarantined' | 'not-exported' | 'not-computed' | 'beyond-availability'

/** How the UTC days stand for one KPI. */
export interface DaysOfKpi {
  /** Whether the KPI was ever computed here. */
  readonly isComputed: boolean
  /** The first day that is behind its facts; null when none is. */
  readonly firstBehind: string | null
  readonly quarantined: ReadonlySet<string>
}

/** How the UTC days were exported. Null where nothing ever was: imported files vouch for themselves. */
export interface ExportedDays {
  readonly complete: ReadonlySet<string>
  /** Up to when the platform had complete data when it was last asked; null when it never said. */
  readonly availableUntil: Instant | null
}

/** Why the date cannot be delivered yet, or null when it is whole. */
export function whyHeldBack(
  date: string,
  { isComputed, firstBehind, quarantined }: DaysOfKpi,
  exported: ExportedDays | null,
): HeldBackReason | null {
  const touched = [-1, 0, 1].map((step) => addDays(date, step))
  if (touched.some((day) => quarantined.has(day))) return 'quarantined'
  const incomplete = exported === null ? [] : touched.filter((day) => !exported.complete.has(day))
  const availableUntil = exported?.availableUntil ?? Infinity
  if (incomplete.some((day) => utcDayInterval(day).end <= availableUntil)) return 'not-exported'
  if (!isComputed || (firstBehind !== null && firstBehind <= addDays(date, 1))) return 'not-computed'
  return incomplete.length > 0 ? 'beyond-availability' : null
}

/** A local date that is held back for some KPI. */
export interface HeldBackDate {
  readonly date: string
  readonly reason: HeldBackReason
}

/** Local dates that are held back for one reason. */
export interface HeldBackDays {
  readonly reason: HeldBackReason
  readonly days: number
  readonly first: string
  readonly last: string
}

/** Adds dates up by reason. A date that two KPIs hold back for two reasons counts under both. */
export function tallyHeldBack(held: Iterable<HeldBackDate>): HeldBackDays[] {
  const dates = new Map<HeldBackReason, Set<string>>()
  for (const { date, reason } of held) {
    const known = dates.get(reason)
    if (known === undefined) dates.set(reason, new Set([date]))
    else known.add(date)
  }
  return [...dates]
    .map(([reason, of]) => {
      const inOrder = [...of].sort()
      return { reason, days: of.size, first: inOrder[0] as string, last: inOrder.at(-1) as string }
    })
    .sort((a, b) => (a.reason < b.reason ? -1 : 1))
}
