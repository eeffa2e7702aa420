import type { Subject } from '../kpis/subject'
import type { LocalDate } from '../time/local-date'
import type { Circumstances } from './circumstances'
import { expectedChanged, expectedSubjects } from './expected-sizes'
import { guessed, type OrGuess } from './guess'
import { daysOf, type PartitionRun } from './partition'
import type { PastWork, VersionsWork } from './past-work'
import { sum } from './sum'

/** What replaying comes to. */
export interface CostOfReplaying {
  /** That are read, each once for all definitions that observe it. */
  subjects: number
  /** That are written. */
  rows: number
  /** Of definitions one after the other. */
  ms: number
}

export function costOfReplaying(
  partitions: readonly PartitionRun[],
  past: PastWork,
  { subjectOf }: Circumstances,
  orGuess: OrGuess,
): CostOfReplaying {
  /** What is read of each subject and day, by whichever definition reads most of it: they are replayed side by side. */
  const read = new Map<string, number>()
  let rows = 0
  let ms = 0
  for (const run of partitions) {
    const subject = subjectOf(run.kpi)
    const work = workOf(run.kpi, past.versions)
    if (work === undefined) orGuess(null, 0, 'rows')
    const perSubject = work === undefined ? 1 : work.rows / work.subjects
    const share = run.state === 'stale' || run.state === 'current' ? writtenShare(work) : 1
    let [toReplay, changed] = [0, 0]
    for (const day of daysOf(run)) {
      const ofDay = workOfDay(run, subject, day, past, orGuess)
      toReplay += ofDay.toReplay
      changed += ofDay.changed
      const key = `${subject} ${day}`
      read.set(key, Math.max(read.get(key) ?? 0, ofDay.toReplay))
    }
    rows += changed * perSubject * share
    ms +=
      toReplay * (work === undefined ? orGuess(null, guessed.msPerSubject, 'time') : work.ms / work.subjects)
  }
  return { subjects: sum([...read.values()]), rows, ms }
}

/** Subjects that are read of a partition's day, and those of them whose rows may come out otherwise than they stand. */
function workOfDay(
  run: PartitionRun,
  subject: Subject,
  day: LocalDate,
  past: PastWork,
  orGuess: OrGuess,
): { toReplay: number; changed: number } {
  const stored = { toReplay: run.toReplay / run.days, changed: run.changed / run.days }
  if (run.cause !== 'to-be-fetched') return stored
  if (run.state === 'dirty' && subject !== 'agent-day') {
    const again = expectedChanged(day, past, orGuess, 'rows')
    return { toReplay: again, changed: again }
  }
  const expected = expectedSubjects(subject, day, past, orGuess)
  return { toReplay: Math.max(expected, stored.toReplay), changed: Math.max(expected, stored.changed) }
}

/** Of a version never computed its neighbour tells, another version of the KPI; undefined where there is none. */
function workOf(kpi: string, versions: ReadonlyMap<string, VersionsWork>): VersionsWork | undefined {
  const own = versions.get(kpi)
  if (own !== undefined && own.subjects > 0) return own
  const name = `${kpi.split('@')[0]}@`
  const siblings = [...versions].filter(([of, { subjects }]) => of.startsWith(name) && subjects > 0)
  return siblings.at(-1)?.[1]
}

function writtenShare(work: VersionsWork | undefined): number {
  return work === undefined || work.stood === 0 ? 1 : Math.min(1, work.written / work.stood)
}
