import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Workflow, WorkflowHandle, WorkflowResultType } from '@temporalio/client'
import type { CommandContext } from '../command'
import type { Screen } from '../screen'
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
  // Temporal's client adds a listener for each call and takes none away; waiting for the result is a call a minute.
  setMaxListeners(0, done.signal)
  const detached = new Promise<{ state: 'detached' }>((resolve) => {
    if (interrupted.aborted) resolve({ state: 'detached' })
    interrupted.addEventListener('abort', () => resolve({ state: 'detached' }), { once: true })
  })
  const watching = handle.client.withAbortSignal(done.signal, async () => {
    const finished = handle.result().then((result) => ({ state: 'finished' as const, result }))
    const showing =
      look === undefined
        ? undefined
        : showProgress(
            (signal) => handle.client.withAbortSignal(signal, look),
            (text) => screen.progress(text),
            done.signal,
          )
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

/** How wide a line of progress may be where it is drawn over: on a terminal. */
export function barRoom({ isTerminal, columns }: Screen): { width?: number } {
  return isTerminal ? { width: columns - 1 } : {}
}

/** What is left to say after Ctrl-C. */
export function sayDetached({ screen }: CommandContext, workflowId: string): void {
  screen.say(`Detached from ${workflowId}, which goes on where a worker runs. See it again:`)
  screen.say(`  retally follow ${workflowId}`)
}

/** Aborted calls end at once; one that was about to be retried takes a moment. */
const longestLastCallMs = 3_000

async function showProgress(
  look: (signal: AbortSignal) => Promise<string | null>,
  show: (text: string) => void,
  done: AbortSignal,
): Promise<void> {
  while (!done.aborted) {
    // A query fails while no worker has taken the workflow yet, or has just gone: the next look may tell.
    const text = await withOwnSignal(done, look).catch(() => null)
    if (text !== null && !done.aborted) show(text)
    await sleep(lookEveryMs, undefined, { signal: done }).catch(() => undefined)
  }
}

/** Looks under a signal of its own: two looks a second, for hours, would leave their listeners on `done`. */
async function withOwnSignal<T>(done: AbortSignal, look: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController()
  const abort = () => own.abort()
  done.addEventListener('abort', abort, { once: true })
  try {
    return await look(own.signal)
  } finally {
    done.removeEventListener('abort', abort)
  }
}
