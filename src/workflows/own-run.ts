import { patched, workflowInfo } from '@temporalio/workflow'
import { storeActivities } from './activity-proxies'
import { closingOnFailure } from './closing-on-failure'
import { tellSearch } from './search-attributes'

/** What a run came to, for its receipt. */
export interface RunOutcome {
  /** Some of it failed while the rest went on. */
  partial: boolean
  counts: Readonly<Record<string, number>>
}

/**
 * Work that belongs to no other run is a run of its own, so that what ran and how it ended stands in one list. What
 * began before there were such runs ends as it began.
 *
 * @param input what it was asked to do, where that is to be kept
 */
export async function asOwnRun<T>(
  kind: string,
  work: (runKey?: number) => Promise<T>,
  outcomeOf: (answer: T) => RunOutcome,
  input?: unknown,
): Promise<T> {
  if (!patched('a run of its own')) return work()
  const store = storeActivities()
  const { runKey } = await store.openRun({ kind, workflowId: workflowInfo().workflowId, input })
  tellSearch({ run: runKey })
  const answer = await closingOnFailure(
    () => work(runKey),
    (state) => {
      tellSearch({ state })
      return store.closeRun({ runKey, state })
    },
  )
  const { partial, counts } = outcomeOf(answer)
  const state = partial ? 'partial' : 'complete'
  tellSearch({ state })
  await store.closeRun({ runKey, state, counts })
  return answer
}
