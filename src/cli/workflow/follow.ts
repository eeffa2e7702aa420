import { setTimeout as sleep } from 'node:timers/promises'
import type { Workflow, WorkflowHandle, WorkflowResultType } from '@temporalio/client'
import type { CommandContext } from '../command'
import { castWorkflowError } from './failure'

export type Followed<T> = { state: 'finished'; result: T } | { state: 'detached' }

/** Milliseconds between two looks at a workflow's progress. */
const lookEveryMs = 500

/**
 * Waits for a workflow's result and shows its progress meanwhile. Ctrl-C detaches: the workflow goes on wherever a
 * worker serves it.
 *
 * @param look asks the workflow how far it is; null while there is nothing to say
 */
export async function follow<W extends Workflow>(
  { screen, interrupted }: CommandContext,
  handle: WorkflowHandle<W>,
  look?: () => Promise<string | null>,
): Promise<Followed<WorkflowResultType<W>>> {
  const done = new AbortController()
  const detached = new Promise<{ state: 'detached' }>((resolve) => {
    if (interrupted.aborted) resolve({ state: 'detached' })
    interrupted.addEventListener('abort', () => resolve({ state: 'detached' }), { once: true })
  })
  const watching = handle.client.withAbortSignal(done.signal, async () => {
    const finished = handle.result().then((result) => ({ state: 'finished' as const, result }))
    const showing =
      look === undefined ? undefined : showProgress(look, (text) => screen.progress(text), done.signal)
    return { finished, showing }
  })
  const { finished, showing } = await watching
  finished.catch(() => undefined) // Heard below, or nobody waits any more.
  try {
    return await Promise.race([finished, detached])
  } catch (error) {
    throw castWorkflowError(error, handle.workflowId)
  } finally {
    done.abort()
    screen.settle()
    // A call that is still retried when its connection closes would end the process.
    const calls = Promise.allSettled([finished, showing])
    await Promise.race([calls, sleep(longestLastCallMs, undefined, { ref: false })])
  }
}

/** Aborted calls end at once; one that was about to be retried takes a moment. */
const longestLastCallMs = 3_000

async function showProgress(
  look: () => Promise<string | null>,
  show: (text: string) => void,
  done: AbortSignal,
): Promise<void> {
  while (!done.aborted) {
    // A query fails while no worker has taken the workflow yet, or has just gone: the next look may tell.
    const text = await look().catch(() => null)
    if (text !== null && !done.aborted) show(text)
    await sleep(lookEveryMs, undefined, { signal: done }).catch(() => undefined)
  }
}
