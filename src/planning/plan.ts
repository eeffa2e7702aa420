/** A plan: what changed, what is to be done, what it costs. A value; making one touches nothing. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../kpis/canonical-json'
import type { LocalDate } from '../time/local-date'
import { type Estimate, estimate } from './estimate'
import {
  daysOf,
  type ExportRun,
  exportRun,
  type PartitionRun,
  partitionRun,
  type SignedOffRun,
  signedOffRun,
} from './partition'
import { type World, withRemoved, world, worldChange, worldChanges } from './world'

/** What a version is to be published in place of, on which days, and the kept comparison it would stand on (its hash). */
const replaced = z.object({
  version: z.number().int(),
  first: z.string(),
  last: z.string(),
  comparison: z.string().nullable(),
})

export const planOrder = z.object({
  /** `name@version`; none for an export that computes nothing. */
  kpis: z.array(z.string()),
  /** UTC days, both included. */
  first: z.string(),
  last: z.string(),
  export: z.enum(['none', 'missing', 'again']),
  force: z.boolean(),
  /** Only these days of the range; absent: all of them. */
  days: z.array(z.string()).optional(),
  /** Of a promotion: from which date of observation on (null: for all dates), and in place of what. */
  promote: z.object({ since: z.string().nullable(), replaces: z.array(replaced) }).optional(),
})

export type PlanOrder = z.infer<typeof planOrder>

/** How far runs of earlier plans were from their estimates: 0.03 is 3 % more than was estimated. */
export const estimateErrors = z.object({
  plans: z.number().int(),
  requests: z.number().nullable(),
  rows: z.number().nullable(),
  minutes: z.number().nullable(),
  conversations: z.number().nullable(),
  // Absent from plans made before they were told.
  bytes: z.number().nullable().default(null),
  items: z.number().nullable().default(null),
  deliveryRequests: z.number().nullable().default(null),
})

export type EstimateErrors = z.infer<typeof estimateErrors>

/** Input of these days that waits in quarantine, and what was discarded from it: no plan computes either. */
export const setApart = z.object({
  conversations: z.number().int(),
  /** Records and lines that do not tell their day. */
  withoutDay: z.number().int(),
  discarded: z.number().int(),
  /** Days that could not be exported and are left so. */
  discardedDays: z.array(z.object({ day: z.string(), reason: z.string() })),
})

export type SetApart = z.infer<typeof setApart>

/** What `-o json` gives and what is stored. A field is only ever added; whatever else changes makes `retally.plan/2`. */
export const planSchema = z.object({
  schema: z.literal('retally.plan/1'),
  /** The beginning of the hash: what people write. */
  id: z.string(),
  hash: z.string(),
  madeAt: z.string(),
  organisation: z.string(),
  order: planOrder,
  /** The plan that was applied last, whose world `changes` are measured from; null before the first. */
  since: z.object({ id: z.string(), appliedAt: z.string() }).nullable(),
  changes: z.array(worldChange),
  exports: z.array(exportRun),
  partitions: z.array(partitionRun),
  /** Partitions that stand and are left alone, by `name@version`. */
  current: z.record(z.string(), z.number().int()),
  /** What is signed off, and left alone whatever came since: no part of what is done. Empty in plans of before. */
  signedOff: z.array(signedOffRun).default([]),
  /** Days that were asked for and lie beyond what the platform has: the same order later does them. */
  waitingDays: z.array(z.string()),
  /** Absent from plans made before it was told. */
  setApart: setApart.optional(),
  estimate,
  errors: estimateErrors.nullable(),
  world,
})

export type Plan = z.infer<typeof planSchema>

export interface PlanParts {
  organisation: string
  madeAt: string
  order: PlanOrder
  since: { id: string; appliedAt: string; world: World } | null
  exports: ExportRun[]
  partitions: PartitionRun[]
  current: Record<string, number>
  signedOff?: SignedOffRun[]
  waitingDays: string[]
  setApart?: SetApart
  estimate: Estimate
  errors: EstimateErrors | null
  world: World
  /** `name@version` of what the database computes and this build lacks: told, and no part of what is done. */
  removed?: string[]
}

export function planOf({ since, signedOff = [], removed = [], ...parts }: PlanParts): Plan {
  const hash = planHash(parts)
  const { organisation, madeAt, order, ...rest } = parts
  return {
    schema: 'retally.plan/1',
    id: hash.slice(0, idLength),
    hash,
    madeAt,
    organisation,
    order,
    since: since === null ? null : { id: since.id, appliedAt: since.appliedAt },
    changes: withRemoved(since === null ? [] : worldChanges(since.world, parts.world), removed),
    signedOff,
    ...rest,
  }
}

/** What is done of a plan's partitions: all but what was discarded or is of a retired version, which is only told. */
export function partitionsToDo<Run extends Pick<PartitionRun, 'state' | 'cause'>>(
  partitions: readonly Run[],
): Run[] {
  return partitions.filter(({ state, cause }) => state !== 'retired' && cause !== 'discarded')
}

/** What can be done of them: no recompute mends a day that failed to be exported, unless something of it is stored. */
function doable({ partitions, order }: Plan): PartitionRun[] {
  return partitionsToDo(partitions).filter(
    ({ state, subjects }) => state !== 'failed' || order.export !== 'none' || subjects > 0,
  )
}

/** The UTC days a plan fetches or computes something on, in order. */
export function daysToDo(plan: Plan): LocalDate[] {
  const runs = [...plan.exports, ...doable(plan)]
  return [...new Set(runs.flatMap((run) => [...daysOf(run)]))].sort()
}

/**
 * Whether a plan leaves nothing to do. A failed day that it does not fetch is told and not counted: no recompute mends it. Nor is what is
 * retired, or was discarded. What is asked for by force is always something to do.
 */
export function isNothingToDo(plan: Plan): boolean {
  const { order, exports } = plan
  return order.promote === undefined && !order.force && exports.length === 0 && doable(plan).length === 0
}

export const idLength = 6

/**
 * Over what the plan does and the world it does it in. What it costs is no part of it: another look at the clock is no other plan. What a
 * promotion has sent is no cost of it: it is what it does.
 */
export function planHash({
  organisation,
  order,
  exports,
  partitions,
  world,
  estimate,
}: Pick<Plan, 'organisation' | 'order' | 'exports' | 'partitions' | 'world' | 'estimate'>): string {
  const does = { organisation, order, exports, partitions, world }
  const sent = order.promote === undefined ? {} : { sent: itemsSent(estimate) }
  return createHash('sha256')
    .update(canonicalJson({ ...does, ...sent }))
    .digest('hex')
}

/** What each sink is sent, now and later, in however many requests. */
function itemsSent({ deliveries }: Estimate): object[] {
  return deliveries.map(({ sink, items, heldBack = 0 }) => ({ sink, items, heldBack }))
}
