import { daysBetween, type LocalDate } from '../time/local-date'
import type { Circumstances } from './circumstances'
import type { Estimate } from './estimate'
import { guessed, type OrGuess } from './guess'
import { daysOf, type PartitionRun } from './partition'
import type { PastWork } from './past-work'
import { sum } from './sum'

/** What each sink is then sent that is sent anything. */
export function costOfDelivering(
  partitions: readonly PartitionRun[],
  past: PastWork,
  { sinks, deliveredTogether }: Circumstances,
  orGuess: OrGuess,
): Estimate['deliveries'] {
  return sinks.flatMap(({ name, isSent, itemsPerRequest }) => {
    const sent = partitions.flatMap((run) =>
      [...daysOf(run)].filter((day) => isSent(run.kpi, day)).map((day) => ({ run, day })),
    )
    const [begin] = sent.map(({ day }) => day).sort()
    const slices = new Map<number, number>()
    for (const { run, day } of sent) {
      const slice = Math.floor(daysBetween(begin as LocalDate, day) / deliveredTogether)
      slices.set(slice, (slices.get(slice) ?? 0) + itemsOfDay(run, past, orGuess))
    }
    const counts = [...slices.values()]
    const items = Math.round(sum(counts))
    const requests = sum(counts.map((count) => Math.ceil(Math.round(count) / itemsPerRequest)))
    return items === 0 ? [] : [{ sink: name, items, requests }]
  })
}

function itemsOfDay(run: PartitionRun, { itemsPerDay }: PastWork, orGuess: OrGuess): number {
  const aDay = orGuess(itemsPerDay.get(run.kpi.split('@')[0] as string), guessed.agents, 'items')
  // Of a few conversations that changed no more agents are told anew than there are conversations.
  return run.cause === 'to-be-fetched' ? aDay : Math.min(aDay, run.changed / run.days)
}
