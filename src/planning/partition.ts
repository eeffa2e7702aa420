/** How partitions stand, in runs of days that stand alike for the same reason. */
import { z } from 'zod'
import type { DayRange } from '../time/day-span'
import { eachDate, type LocalDate, nextDate } from '../time/local-date'

/**
 * - `missing`: never computed. `failed`: never computed, and the day's export failed.
 * - `stale`: computed under another meaning or other reference tables than now.
 * - `dirty`: facts came or changed since, or time has decided what was pending.
 * - `quarantined`: could not be computed; what stood before stays. `discarded`: the same, and somebody decided to leave it so.
 * - `current`: stands; only what is asked for by force lists it.
 * - `retired`: nobody computes it, so that nothing is missing; a plan lists it where somebody named the version.
 * - `signed-off`: somebody vouched for it, so that it is left as it is, whatever would be done otherwise.
 */
export const partitionStates = [
  'signed-off',
  'retired',
  'failed',
  'quarantined',
  'discarded',
  'missing',
  'stale',
  'dirty',
  'current',
] as const

export type PartitionState = (typeof partitionStates)[number]

/** Why: what `reason` tells in words, for machines. */
export const partitionCauses = [
  'retired',
  'never-computed',
  'to-be-fetched',
  'export-failed',
  'could-not-be-computed',
  'discarded',
  'meaning',
  'reference-tables',
  'facts',
  'time',
  'forced',
] as const

export type PartitionCause = (typeof partitionCauses)[number]

export const partitionRun = z.object({
  /** `name@version`. */
  kpi: z.string(),
  state: z.enum(partitionStates),
  cause: z.enum(partitionCauses),
  /** In words, `parameters changed targetSeconds 20 → 30`; empty where state and cause say it all. */
  reason: z.string(),
  /** UTC days that follow one another, both included. */
  first: z.string(),
  last: z.string(),
  days: z.number().int(),
  /** Subjects stored on these days (conversations, contacts or agents' days), those that are read, and those whose rows may differ. */
  subjects: z.number().int(),
  toReplay: z.number().int(),
  changed: z.number().int(),
})

export type PartitionRun = z.infer<typeof partitionRun>

/** Partitions that are left as they are since they are signed off; `cause` and `reason` tell what a recompute would do them for. */
export const signedOffRun = partitionRun.extend({
  state: z.literal('signed-off'),
  /** Null: they are as a recompute would leave them. */
  cause: z.enum(partitionCauses).nullable(),
  /** Who signed off, and when; ISO instant. */
  by: z.string(),
  at: z.string(),
})

export type SignedOffRun = z.infer<typeof signedOffRun>

/** Why a day is fetched. */
export const exportRun = z.object({
  reason: z.string(),
  first: z.string(),
  last: z.string(),
  days: z.number().int(),
})

export type ExportRun = z.infer<typeof exportRun>

/** The days of a run, in order. */
export function* daysOf({ first, last }: DayRange): Generator<LocalDate> {
  yield* eachDate(first, nextDate(last))
}
