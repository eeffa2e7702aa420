import { releaseDay } from '../store/archive/quarantine-day'
import { isNightUnderWay } from '../store/runs/night-under-way'
import { registeredDefinitions } from './definitions-to-compute'
import type { Dependencies } from './dependencies'
import { heartbeating } from './heartbeating'
import { type BrokenVersion, recomputeWhatHolds } from './recompute-what-holds'
import { refoldOutdatedFacts } from './refold'

export interface RecomputeDayInput {
  organisation: string
  day: string
  /** `name@version`; empty: the ones this store computes. */
  kpis: string[]
  runKey: number
  /** Recompute even what the ledger calls unchanged. */
  force: boolean
}

/** What a recompute of a day came to; counts and hashes only, since this travels through Temporal. */
export interface RecomputeSummary {
  day: string
  rowsWritten: number
  rowsDeleted: number
  /** Whether a night was under way when it ended: what can wait then gives way to it. */
  nightUnderWay?: boolean
  definitions: {
    kpi: string
    mode: string
    /** Whose facts were read: conversations, contacts or agents' days. */
    subjects: number
    rows: number
    withoutZone: number
    outputHash: string
  }[]
  /** Versions that are in quarantine for the day, whereas the others stand; absent where none broke. */
  broken?: BrokenVersion[]
}

/**
 * Replays a day's stored facts through definitions; rows, roll-ups and ledger change together or not at
 * all. Facts made by an older fold are folded again from the archive first; usually there are none.
 */
export function recomputeDay(dependencies: Dependencies) {
  return ({ organisation, day, kpis, runKey, force }: RecomputeDayInput): Promise<RecomputeSummary> =>
    heartbeating(async ({ signal, beat }) => {
      await refoldOutdatedFacts(dependencies, day, (conversations) => beat({ day, refolded: conversations }))
      const registered = await registeredDefinitions(dependencies, kpis)
      const { done, broken } = await recomputeWhatHolds(dependencies, {
        ...{ organisation, registered, day, runKey, force, signal },
        onSubjects: (subjects) => beat({ day, subjects }),
      })
      await releaseDay(dependencies.store.pool, organisation, day, 'recompute')
      return {
        day,
        rowsWritten: sum(done.map((each) => each.rowsWritten)),
        rowsDeleted: sum(done.map((each) => each.rowsDeleted)),
        nightUnderWay: await isNightUnderWay(dependencies.store.pool),
        definitions: done.map((each) => ({
          kpi: `${each.kpi}@${each.version}`,
          mode: each.mode,
          subjects: each.subjectsRead,
          rows: each.rows,
          withoutZone: each.withoutZone,
          outputHash: each.outputHash,
        })),
        ...(broken.length > 0 && { broken }),
      }
    })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
