import { CancellationScope, isCancellation } from '@temporalio/workflow'

/** Whatever ends the work before its time, `close` hears of it first, so that no run's account stays open for ever. */
export async function closingOnFailure<T>(
  work: () => Promise<T>,
  close: (state: 'failed' | 'cancelled') => Promise<void>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await CancellationScope.nonCancellable(() => close(isCancellation(error) ? 'cancelled' : 'failed'))
    throw error
  }
}
