import { readExport } from '../store/exports/read-export'
import { withLock } from '../store/with-lock'
import type { Dependencies } from './dependencies'
import type { Heartbeat } from './heartbeating'

/** A worker that shows nothing for so long is lost, whatever it holds. */
const lostAfterMs = 60_000

/**
 * Does `work` on an export while no other run does: two runs that want the same day share one export, and the second finds done what
 * the first did. That is to save requests; pages that come twice change nothing, so nobody waits for one who gets no further.
 */
export function oneAtATime<T>(
  { store }: Dependencies,
  { name, exportKey }: { name: string; exportKey: number | null },
  { signal, beat }: Heartbeat,
  work: () => Promise<T>,
): Promise<T> {
  let stands = ''
  let since = performance.now()
  const onWait = async () => {
    beat({ waiting: 'another run works on this export' })
    const record = exportKey === null ? null : await readExport(store.pool, exportKey)
    const nowStands = `${record?.state} ${record?.pages}`
    if (nowStands !== stands) since = performance.now()
    stands = nowStands
    return performance.now() - since < lostAfterMs
  }
  return withLock(store, { family: 'retally.export', name, signal, onWait }, work)
}
