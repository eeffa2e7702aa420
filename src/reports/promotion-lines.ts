/** What a plan of a promotion says of it: from when on, in place of what, and on which comparisons it would stand. */

import type { Plan } from '../planning/plan'
import { counted } from './counted'

export function isPromotion({ order: { promote } }: Plan): boolean {
  return promote !== undefined
}

/** A promotion computes nothing: which command computes what it lacks, whose plan says what that costs. */
export function backfillFirst(plan: Plan): string {
  const { order, partitions } = plan
  if (!isPromotion(plan) || partitions.length === 0) return ''
  const from = partitions.map(({ first }) => first).sort()[0]
  const to = partitions
    .map(({ last }) => last)
    .sort()
    .at(-1)
  return ` first: retally backfill ${order.kpis.join(' ')} --from ${from} --to ${to}`
}

export function promotionLines({ order: { kpis, promote } }: Plan): string[] {
  if (promote === undefined) return []
  const { since, replaces } = promote
  const lines = [`${kpis.join(', ')} for ${since === null ? 'all dates' : `dates from ${since} on`}`]
  if (replaces.length === 0)
    lines.push('nothing in force has a number there, so there is nothing to compare it with')
  for (const { version, first, last, comparison } of replaces) {
    const standsOn = comparison === null ? 'not compared' : `by comparison ${comparison.slice(0, 8)}`
    lines.push(
      `in place of version ${version}, ${first === last ? first : `${first} to ${last}`}: ${standsOn}`,
    )
  }
  return lines
}

/** Exactly what differs from what the sinks hold, as it was selected for the plan. */
export function deliveryWordsOfPromotion({
  sink,
  items,
  requests,
  heldBack = 0,
}: Plan['estimate']['deliveries'][number]): string {
  const later =
    heldBack === 0
      ? ''
      : `${counted(heldBack, 'item')} of dates that are not whole yet, later where they differ`
  if (items === 0)
    return later === ''
      ? `nothing to ${sink}: it holds these values already`
      : `nothing to ${sink} now; ${later}`
  const now = `${counted(items, 'item')} in ${counted(requests, 'request')} to ${sink}: what differs from what it holds`
  return later === '' ? now : `${now}; ${later}`
}
