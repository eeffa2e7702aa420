/** Names the cause of each gap, as far as the evidence goes. */
import { halfHourKey } from './account'
import type { Cause, OpenGaps } from './cause'
import { unexplained } from './cause'
import { type GapGroup, lackingEvents, missingCount, surplusEvents } from './difference'
import type { Evidence } from './evidence'

/**
 * The name of the cause of each group, in the groups' order. Causes are tried one after the other over all groups, so that each sees
 * what the ones before it left open, and the order of the groups does not matter.
 */
export function explain(groups: readonly GapGroup[], evidence: Evidence, causes: readonly Cause[]): string[] {
  const named: string[] = groups.map(() => unexplained)
  let open = groups.map((_, index) => index)
  for (const cause of causes) {
    const gaps = openGaps(open.map((index) => groups[index] as GapGroup))
    const left: number[] = []
    for (const index of open) {
      if (cause.explains(groups[index] as GapGroup, evidence, gaps)) named[index] = cause.name
      else left.push(index)
    }
    open = left
  }
  return named
}

function openGaps(groups: readonly GapGroup[]): OpenGaps {
  return {
    missingOnDayOf: addedUp(groups, dayKey, missingCount),
    missingOnQueueOf: addedUp(groups, queueKey, missingCount),
    lackingOnDayOf: addedUp(groups, dayKey, lackingEvents),
    surplusOnDayOf: addedUp(groups, dayKey, surplusEvents),
    besides: byHalfHour(groups),
  }
}

const dayKey = ({ kpi, measure, day }: GapGroup): string => [kpi, measure, day].join('\t')
const queueKey = ({ kpi, measure, queueId, mediaType }: GapGroup): string =>
  [kpi, measure, queueId ?? '', mediaType ?? ''].join('\t')

function byHalfHour(groups: readonly GapGroup[]): (group: GapGroup) => readonly GapGroup[] {
  const there = new Map<string, GapGroup[]>()
  for (const group of groups) there.set(halfHourKey(group), [...(there.get(halfHourKey(group)) ?? []), group])
  return (group) => there.get(halfHourKey(group)) ?? []
}

function addedUp(
  groups: readonly GapGroup[],
  keyOf: (group: GapGroup) => string,
  amountOf: (group: GapGroup) => number,
): (group: GapGroup) => number {
  const sums = new Map<string, number>()
  for (const group of groups) sums.set(keyOf(group), (sums.get(keyOf(group)) ?? 0) + amountOf(group))
  return (group) => sums.get(keyOf(group)) ?? 0
}
