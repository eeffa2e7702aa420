import type { Store } from '../open-store'
import { withLock } from '../with-lock'

/**
 * Runs `work` while no other delivery to the sink runs: two at once would send the same change twice, and the one that logged
 * first could arrive last.
 */
export function withSinkLock<T>(
  store: Store,
  {
    organisation,
    sink,
    signal,
    onWait,
  }: { organisation: string; sink: string; signal: AbortSignal; onWait: () => void },
  work: () => Promise<T>,
): Promise<T> {
  const name = `${organisation}|${sink}`
  const waits = () => {
    onWait()
    return true
  }
  return withLock(store, { family: 'retally.delivery', name, signal, onWait: waits }, work)
}
