import type { PartitionRun } from '../planning/partition'
import type { Plan } from '../planning/plan'
import { counted } from './counted'
import { spanList } from './gaps-report'
import { grouped } from './grouped'

/** What no run brings into the numbers of these days: input in quarantine, and what was discarded from it. */
export function setApartLines({ partitions, setApart }: Pick<Plan, 'partitions' | 'setApart'>): string[] {
  const days = discardedLines(partitions.filter(({ cause }) => cause === 'discarded'))
  if (setApart === undefined) return days
  const { conversations, withoutDay, discarded, discardedDays } = setApart
  return [
    ...(conversations > 0 ? [`${counted(conversations, 'conversation')} in quarantine`] : []),
    ...(withoutDay > 0 ? [`${counted(withoutDay, 'record')} in quarantine without a readable day`] : []),
    ...(discarded > 0 ? [`${counted(discarded, 'record')} discarded from quarantine`] : []),
    ...discardedDays.map(({ day, reason }) => `${day} could not be fetched and was discarded: ${reason}`),
    ...days,
  ]
}

/** Versions that were discarded on the same days for the same reason are counted together. */
function discardedLines(runs: readonly PartitionRun[]): string[] {
  const alike = grouped(runs, ({ first, last, reason }) => `${first}|${last}|${reason}`)
  return [...alike.values()].flatMap(([run, ...others]) => {
    if (run === undefined) return []
    const versions = others.length === 0 ? run.kpi : `${others.length + 1} versions`
    return [`${spanList([run])} of ${versions} could not be computed and was discarded: ${run.reason}`]
  })
}
