import { formatInstant } from '../time/instant'
import type { Circumstances } from './circumstances'
import { costOfDelivering } from './cost-of-delivering'
import { type CostOfFetching, costOfFetching } from './cost-of-fetching'
import { type CostOfReplaying, costOfReplaying } from './cost-of-replaying'
import type { Estimate } from './estimate'
import { guessed, type OrGuess, startGuessing } from './guess'
import { daysOf, type ExportRun, type PartitionRun } from './partition'
import type { PastWork } from './past-work'
import { besideNights, minutesAtBudget, type Nights, nextNight } from './request-time'
import { sum } from './sum'

interface WorkToDo {
  exports: readonly ExportRun[]
  partitions: readonly PartitionRun[]
}

/** What work will cost, from what the ledger has seen. */
export function estimateOf(work: WorkToDo, past: PastWork, circumstances: Circumstances): Estimate {
  const { orGuess, made } = startGuessing()
  const { platform, window, now, nightAt } = circumstances
  const fetched = costOfFetching(work.exports, past, circumstances, orGuess)
  const replayed = costOfReplaying(work.partitions, past, circumstances, orGuess)
  const workMs = fetched.ms + replayed.ms + besidesMs(work, past, window, orGuess)
  const budgetMinutes = platform === null ? null : minutesAtBudget(fetched.requests, platform)
  const nights = { next: nextNight(now, nightAt), lastMs: past.night.ms ?? 0 }
  const bytes = bytesOf(fetched, replayed, past, orGuess)
  const deliveries = costOfDelivering(work.partitions, past, circumstances, orGuess)
  return {
    requests: fetched.requests,
    exportJobs: fetched.jobs,
    conversationsToFetch: Math.round(fetched.conversations),
    budgetMinutes,
    minutes: minutesBeside(nights, { workMs, requestsMs: (budgetMinutes ?? 0) * 60_000 }, circumstances),
    subjectsToReplay: Math.round(replayed.subjects),
    rows: Math.round(replayed.rows),
    bytes: Math.round(bytes),
    deliveries,
    guesses: made(),
    night: {
      requests: past.night.requests,
      minutes: past.night.ms === null ? null : past.night.ms / 60_000,
      startsAt: formatInstant(nights.next),
    },
  }
}

/** What its days take besides fetching and computing. */
function besidesMs(
  { exports, partitions }: WorkToDo,
  past: PastWork,
  window: number,
  orGuess: OrGuess,
): number {
  const days = new Set([...exports, ...partitions].flatMap((run) => [...daysOf(run)])).size
  return days === 0 ? 0 : days * orGuess(besidesWork(past.runs, window), guessed.msPerDay, 'time')
}

/** What a day of a run takes besides fetching and computing: the order of things has its price. Null where nothing ran yet. */
function besidesWork(runs: PastWork['runs'], window: number): number | null {
  const days = sum(runs.map((run) => run.days))
  const besides = runs.map((run) => Math.max(0, run.elapsedMs * window - run.exportMs - run.computeMs))
  return days === 0 ? null : sum(besides) / days
}

/** The longer of what requests and work take, as each gives way to the nights it meets. */
function minutesBeside(
  nights: Nights,
  { workMs, requestsMs }: { workMs: number; requestsMs: number },
  { now, window, shareBesideTheNight }: Circumstances,
): number {
  const asked = besideNights(requestsMs, now, nights, shareBesideTheNight)
  // Beside a night one day is under way, whatever the window.
  const worked = besideNights(workMs / window, now, nights, 1 / window)
  return Math.max(asked, worked) / 60_000
}

function bytesOf(
  fetched: CostOfFetching,
  replayed: CostOfReplaying,
  past: PastWork,
  orGuess: OrGuess,
): number {
  const onDisk = (count: number, seen: number | null, guess: number) =>
    count === 0 ? 0 : count * orGuess(seen, guess, 'disk')
  return (
    onDisk(replayed.rows, past.bytesPerRow, guessed.bytesPerRow) +
    onDisk(fetched.changed, past.bytesPerConversation, guessed.bytesPerConversation) +
    onDisk(fetched.agentDays, past.bytesPerAgentDay, guessed.bytesPerAgentDay)
  )
}
